package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// maxLinks is the kernel's bound for symbolic links on one way.
const maxLinks = 40

// follow answers where a clean absolute path leads with its symbolic links
// followed, also where that is not there yet: a link may lead to nothing.
func follow(path string) (real string, there bool, err error) {
	rest := strings.Split(path[1:], "/")
	at := "/"
	for links := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			at = filepath.Dir(at)
			continue
		}
		next := filepath.Join(at, part)
		target, err := os.Readlink(next)
		switch {
		case err == nil:
			if links++; links > maxLinks {
				return "", false, syscall.ELOOP
			}
			if filepath.IsAbs(target) {
				at = "/"
			}
			rest = append(strings.Split(target, "/"), rest...)
		case errors.Is(err, syscall.EINVAL): // no link
			at = next
		case errors.Is(err, fs.ErrNotExist):
			for _, other := range rest {
				if other == ".." {
					return "", false, fs.ErrNotExist // of what is not there
				}
			}
			return filepath.Join(append([]string{next}, rest...)...), false, nil
		default:
			return "", false, err
		}
	}
	return at, true, nil
}
