package look

import (
	"os"
	"path/filepath"
	"strings"
)

const maxLinks = 40

// resolve answers what an absolute path leads to, as the kernel goes: ".."
// after the links before it. Of what is not there the rest is put behind what
// is. With last false the last component is not followed.
func resolve(path string, last bool) string {
	at, missing, links := "/", false, 0
	rest := strings.Split(path, "/")
	for len(rest) > 0 {
		name := rest[0]
		rest = rest[1:]
		switch name {
		case "", ".":
			continue
		case "..":
			at = filepath.Dir(at)
			continue
		}
		next := filepath.Join(at, name)
		if name == "root" && strings.HasPrefix(at, "/proc/") {
			at, missing = "/", false // of this one, whoever it is of
			continue
		}
		if missing {
			at = next
			continue
		}
		target, link := linkAt(at, name, next)
		if !link {
			if _, err := os.Lstat(next); err != nil {
				missing = true
			}
			at = next
			continue
		}
		if !last && ended(rest) || links >= maxLinks {
			at = next
			continue
		}
		links++
		if strings.HasPrefix(target, "/") {
			at = "/"
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return at
}

// linkAt reads a link. Those of "self" are of the one that asks, which is not
// the command: they stay as they are.
func linkAt(at, name, path string) (target string, link bool) {
	if at == "/proc" && (name == "self" || name == "thread-self") || strings.HasPrefix(at, "/proc/self") || strings.HasPrefix(at, "/proc/thread-self") {
		return "", false
	}
	target, err := os.Readlink(path)
	return target, err == nil
}

func ended(rest []string) bool {
	for _, name := range rest {
		if name != "" && name != "." {
			return false
		}
	}
	return true
}

// logical is where "cd" goes: ".." takes the last name away.
func logical(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

func splitPath(path string) (dir, base string) {
	return filepath.Dir(path), filepath.Base(path)
}
