package policy

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Resolve answers the cleaned, symlink-free form of a directory that exists.
// The path is absolute or begins with "~/". A failure is a BadRequest that
// blames field.
func Resolve(field, path, home string) (string, error) {
	resolved, isDir, err := ResolveAny(field, path, home)
	if err == nil && !isDir {
		return "", fault.Bad(field, field+"_not_directory", "%s %q is not a directory.", field, path)
	}
	return resolved, err
}

// ResolveAny is Resolve of whatever is there.
func ResolveAny(field, path, home string) (resolved string, isDir bool, err error) {
	full := path
	if path == "~" || strings.HasPrefix(path, "~/") {
		full = home + path[1:]
	}
	if !filepath.IsAbs(full) || strings.IndexByte(full, 0) >= 0 {
		return "", false, fault.Bad(field, field+"_not_absolute", "%s %q is not an absolute path; begin it with / or ~/.", field, path)
	}
	resolved, there, err := Follow(full)
	if err == nil && !there {
		err = fs.ErrNotExist
	}
	if err != nil {
		return "", false, unresolved(field, path, err)
	}
	info, err := os.Lstat(resolved)
	if err != nil {
		return "", false, unresolved(field, path, err)
	}
	return resolved, info.IsDir(), nil
}

func unresolved(field, path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Bad(field, field+"_not_found", "%s %q does not exist on this host.", field, path)
	case errors.Is(err, syscall.ENOTDIR):
		return fault.Bad(field, field+"_not_directory", "%s %q leads through something that is not a directory.", field, path)
	case errors.Is(err, fs.ErrPermission):
		return fault.Bad(field, field+"_not_accessible", "%s %q may not be read by this user.", field, path)
	}
	return fault.Bad(field, field+"_not_found", "%s %q cannot be resolved: %v.", field, path, err)
}
