package sandbox

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// leadsByRoot reports whether all links on the way of a path are root's, and the
// stub is not: /apps/tool/bin where /apps/tool is the version that is in use.
func leadsByRoot(path string) bool {
	return os.Geteuid() != 0 && leadsBy(0, path)
}

// leadsBy reports whether all links on the way of a path are of this user.
func leadsBy(uid uint32, path string) bool {
	const maxLinks = 40
	at, rest := "/", strings.Split(path, "/")
	for links := 0; len(rest) > 0; {
		next := filepath.Join(at, rest[0])
		rest = rest[1:]
		info, err := os.Lstat(next)
		if err != nil {
			return false
		}
		if info.Mode()&os.ModeSymlink == 0 {
			at = next
			continue
		}
		links++
		stat, known := info.Sys().(*syscall.Stat_t)
		target, err := os.Readlink(next)
		if err != nil || !known || stat.Uid != uid || links > maxLinks {
			return false
		}
		if filepath.IsAbs(target) {
			at = "/"
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return true
}
