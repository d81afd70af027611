package policy

import (
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

// procfsRoot is the inode of the root of every procfs.
const procfsRoot = 1

func isProcfs(dir string) bool {
	var of unix.Statfs_t
	return unix.Statfs(dir, &of) == nil && of.Type == unix.PROC_SUPER_MAGIC
}

// processLink refuses links of the kernel that lead elsewhere than their text
// says.
func (w *walk) processLink(name, target string) (done bool, err error) {
	link := filepath.Join(w.at, name)
	var dir unix.Stat_t
	if unix.Lstat(w.at, &dir) == nil && dir.Ino == procfsRoot {
		if w.later && (name == "self" || name == "thread-self") {
			return w.ownLater(link)
		}
		return false, nil // self, mounts, net
	}
	var is, text unix.Stat_t
	if !filepath.IsAbs(target) || unix.Stat(link, &is) != nil || unix.Lstat(target, &text) != nil || is.Dev != text.Dev || is.Ino != text.Ino {
		return false, ErrMagic
	}
	// A root of another namespace may have the same text and be the same file.
	if name == "root" && !sameNamespace(w.at) {
		return false, ErrMagic
	}
	return false, nil
}

// ownLater keeps what is of the process itself, whichever that will be.
func (w *walk) ownLater(link string) (done bool, err error) {
	rest := slices.DeleteFunc(slices.Clone(w.rest), func(part string) bool { return part == "" || part == "." })
	if slices.Contains(rest, "..") {
		return false, ErrMagic
	}
	if len(rest) > 0 {
		switch rest[0] {
		case "root":
			w.at, w.rest = "/", append([]string{"."}, rest[1:]...)
			w.links++
			return w.again()
		case "cwd", "exe", "ns", "task", "map_files":
			return false, ErrMagic
		case "fd":
			if len(rest) > 2 {
				return false, ErrMagic // what is in a directory that it has open
			}
		}
	}
	w.at = filepath.Join(append([]string{link}, rest...)...)
	return true, nil
}

// again walks on from another place.
func (w *walk) again() (bool, error) {
	next := walk{rest: w.rest, links: w.links, later: w.later}
	real, there, err := next.run()
	w.at = real
	if err != nil {
		return false, err
	}
	w.gone = !there
	return true, nil
}

func sameNamespace(process string) bool {
	own, err := os.Readlink("/proc/self/ns/mnt")
	other, otherErr := os.Readlink(filepath.Join(process, "ns/mnt"))
	return err == nil && otherErr == nil && own == other
}
