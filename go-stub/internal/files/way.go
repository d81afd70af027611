package files

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// way is the way to a file that is written: its directory is held, and what of
// it had to be made is known.
type way struct {
	target Target
	spot   spot
	made   []spot // directories, the outermost first
}

// take holds the directory. With parents it makes what is missing of it.
func (w *way) take(parents bool) error {
	s, err := hold(w.target.Resolved)
	if err == nil {
		w.spot = s
		return nil
	}
	if !parents || !errors.Is(err, fs.ErrNotExist) {
		return explain(w.target.Name, err)
	}
	if err := w.make(); err != nil {
		w.undo()
		w.drop()
		return explainWrite(w.target.Name, filepath.Dir(w.target.Resolved), err)
	}
	return nil
}

func (w *way) make() error {
	s, err := hold("/")
	if err != nil {
		return err
	}
	w.spot = s
	parts := strings.Split(w.target.Resolved[1:], "/")
	for _, part := range parts[:len(parts)-1] {
		err := w.spot.enter(part)
		if errors.Is(err, fs.ErrNotExist) {
			if err = unix.Mkdirat(w.spot.fd, part, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
				return err
			}
			if err == nil {
				above, err := unix.FcntlInt(uintptr(w.spot.fd), unix.F_DUPFD_CLOEXEC, 0)
				if err != nil {
					return err
				}
				w.made = append(w.made, spot{fd: above, name: part})
			}
			err = w.spot.enter(part)
		}
		if err != nil {
			return err
		}
	}
	w.spot.name = parts[len(parts)-1]
	return nil
}

// undo removes the directories that were made, as far as they are empty.
func (w *way) undo() {
	for i := len(w.made) - 1; i >= 0; i-- {
		_ = unix.Unlinkat(w.made[i].fd, w.made[i].name, unix.AT_REMOVEDIR)
	}
}

func (w *way) drop() {
	w.spot.drop()
	for i := range w.made {
		w.made[i].drop()
	}
}
