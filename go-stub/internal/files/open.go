package files

import (
	"io/fs"
	"os"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// open opens a plain file or, with dir, a directory, where it was decided on.
// It is looked at first: opening a FIFO would wait, opening a device may do
// something.
func open(name string, path Path, dir bool) (*os.File, info, error) {
	s, err := hold(path.Real)
	if err != nil {
		return nil, info{}, explain(name, err)
	}
	defer s.drop()
	return s.open(name, dir)
}

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
