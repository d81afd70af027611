package policy

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// maxLinks is the kernel's bound for symbolic links on one way.
const maxLinks = 40

// ErrMagic is of a link of the kernel that leads where no path says: an open
// descriptor, another namespace, the directory of a process.
var ErrMagic = errors.New("leads through a link of the kernel to where no path tells")

// Follow answers where an absolute path leads with its symbolic links followed,
// and ".." after them, also where that is not there yet: then it is the nearest
// directory that is there, and the rest. What is ".." of nothing is not there.
func Follow(path string) (real string, there bool, err error) {
	return start(path, false)
}

// FollowLater is Follow as a process that is yet to be started would: what
// /proc/self leads to is its own, and stays as it is written.
func FollowLater(path string) (real string, there bool, err error) {
	return start(path, true)
}

func start(path string, later bool) (string, bool, error) {
	if !filepath.IsAbs(path) || strings.IndexByte(path, 0) >= 0 {
		return "", false, syscall.EINVAL
	}
	return (&walk{rest: strings.Split(path, "/"), later: later}).run()
}

// walk goes a path part by part.
type walk struct {
	at    string
	rest  []string
	links int
	later bool
	gone  bool // where it was done
}

func (w *walk) run() (string, bool, error) {
	w.at = "/"
	for len(w.rest) > 0 {
		part := w.rest[0]
		w.rest = w.rest[1:]
		switch part {
		case "", ".":
			if len(w.rest) == 0 && !isDirectory(w.at) {
				return "", false, syscall.ENOTDIR
			}
			continue
		case "..":
			if !isDirectory(w.at) {
				return "", false, syscall.ENOTDIR
			}
			w.at = filepath.Dir(w.at)
			continue
		}
		target, err := os.Readlink(filepath.Join(w.at, part))
		switch {
		case err == nil:
			if done, err := w.link(part, target); done || err != nil {
				return w.at, done && !w.gone, err
			}
		case errors.Is(err, syscall.EINVAL): // no link
			w.at = filepath.Join(w.at, part)
		case errors.Is(err, fs.ErrNotExist):
			if slices.Contains(w.rest, "..") {
				return "", false, fs.ErrNotExist
			}
			return filepath.Join(append([]string{w.at, part}, w.rest...)...), false, nil
		default:
			return "", false, err
		}
	}
	return w.at, true, nil
}

// link goes on where a link leads. It is done where the path stays as it is.
func (w *walk) link(name, target string) (done bool, err error) {
	if w.links++; w.links > maxLinks {
		return false, syscall.ELOOP
	}
	if isProcfs(w.at) {
		if done, err = w.processLink(name, target); done || err != nil {
			return done, err
		}
	}
	if filepath.IsAbs(target) {
		w.at = "/"
	}
	w.rest = append(strings.Split(target, "/"), w.rest...)
	return false, nil
}
