package layout

import (
	"errors"
	"fmt"
	"os/user"
	"path/filepath"
	"strings"
)

// ErrBadRoot says that the root cannot be what was asked for, whatever the
// permissions are: another path has to be given.
var ErrBadRoot = errors.New("unusable root")

// DefaultRoot is the root below the home directory when none is given.
const DefaultRoot = "~/.opencode-remote-ssh"

// Home is the user's home directory: $HOME, or else what the user database
// says. Empty when neither knows it.
func Home(getenv func(string) string) string {
	if home := getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Clean(home)
	}
	if me, err := user.Current(); err == nil && filepath.IsAbs(me.HomeDir) {
		return filepath.Clean(me.HomeDir)
	}
	return ""
}

// ResolveRoot turns what a person gave for --root into an absolute path: ""
// is DefaultRoot, a leading ~ is home.
func ResolveRoot(root, home string) (string, error) {
	if root == "" {
		root = DefaultRoot
	}
	if strings.ContainsRune(root, 0) {
		return "", fmt.Errorf("%w: it has a NUL byte", ErrBadRoot)
	}
	if filepath.IsAbs(root) {
		return filepath.Clean(root), nil
	}
	below, ok := strings.CutPrefix(root, "~")
	if !ok || (below != "" && below[0] != '/') {
		return "", fmt.Errorf("%w: %q is neither absolute nor below ~/", ErrBadRoot, root)
	}
	if home == "" {
		return "", fmt.Errorf("%w: %q needs a home directory, but HOME is not set; give --root an absolute path", ErrBadRoot, root)
	}
	return filepath.Join(home, below), nil
}
