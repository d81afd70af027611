package life

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

// Executable is the path of the running one, or /proc/self/exe when another
// file or none is there by now.
func Executable() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the running executable: %w", err)
	}
	const self = "/proc/self/exe"
	running, err := os.Stat(self)
	if err != nil {
		return "", fmt.Errorf("find the running executable: %w", err)
	}
	if there, err := os.Stat(path); err != nil || !os.SameFile(running, there) {
		return self, nil
	}
	return path, nil
}

// checkExecutable holds an installed file to the hash in its name.
func checkExecutable(path, sum string) error {
	begin, installed := version.HashInName(filepath.Base(path))
	if !installed || strings.HasPrefix(sum, begin) {
		return nil
	}
	return failure.New(failure.DamagedBinary, "%s is damaged: its SHA-256 is %s; remove it and install it again", path, sum)
}
