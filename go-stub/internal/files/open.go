package files

import (
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// open opens a plain file or, with dir, a directory. It is looked at first:
// opening a FIFO would wait, opening a device may do something. Between the
// look and the opening nothing can lead out of what grants it.
func open(name string, path Path, dir bool) (*os.File, fs.FileInfo, error) {
	base := path.base
	if base == path.Real && !dir {
		base = filepath.Dir(base)
	}
	root, err := os.OpenRoot(base)
	if err != nil {
		return nil, nil, explain(name, err)
	}
	defer func() { _ = root.Close() }()
	relative, err := filepath.Rel(base, path.Real)
	if err != nil {
		return nil, nil, explain(name, err)
	}
	info, err := root.Lstat(relative)
	if err != nil {
		return nil, nil, explain(name, err)
	}
	if err := expect(name, info, dir); err != nil {
		return nil, nil, err
	}
	f, err := root.OpenFile(relative, os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOFOLLOW, 0)
	if err != nil {
		return nil, nil, explain(name, err)
	}
	if info, err = f.Stat(); err != nil {
		_ = f.Close()
		return nil, nil, explain(name, err)
	}
	if err := expect(name, info, dir); err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

func expect(name string, info fs.FileInfo, dir bool) error { return expectMode(name, info.Mode(), dir) }

func expectMode(name string, mode fs.FileMode, dir bool) error {
	switch {
	case dir && mode.IsDir(), !dir && mode.IsRegular():
		return nil
	case dir:
		return fault.Bad("path", "not_directory", "%q is %s, not a directory.", name, kindOf(mode))
	}
	return fault.Bad("path", "not_file", "%q is %s, not a file that can be read.", name, kindOf(mode))
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "a file"
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a FIFO"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	}
	return "something else"
}
