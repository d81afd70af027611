package layout

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// createRoot makes the root, or takes one that is there when it is a directory
// of this user: in another's, that one could read the token.
func createRoot(root string) error {
	info, err := os.Stat(root)
	if errors.Is(err, fs.ErrNotExist) {
		if err := createPrivate(root); err != nil {
			return notDirectory(root, err)
		}
		info, err = os.Stat(root)
	}
	if err != nil {
		return notDirectory(root, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%w: %s is a file, not a directory; move it away or give another --root", ErrBadRoot, root)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return fmt.Errorf("%w: %s belongs to uid %d, not to uid %d; give another --root", ErrBadRoot, root, stat.Uid, os.Geteuid())
	}
	return createPrivate(root)
}

// notDirectory tells a path that can never work from one that is only refused.
func notDirectory(root string, err error) error {
	for _, hopeless := range []error{syscall.ENOTDIR, syscall.EEXIST, syscall.ELOOP, syscall.ENAMETOOLONG} {
		if errors.Is(err, hopeless) {
			return fmt.Errorf("%w: %s: %w; give another --root", ErrBadRoot, root, err)
		}
	}
	return err
}
