package look

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// use is what a program does with a path: 'r' reads, 'e' edits, 'b' does both,
// each as a capital with all below it; 'x' and 'm' are 'E' and 'B' of a link
// itself where the path is one.
type use byte

func (u use) access() policy.Access {
	switch u {
	case 'r', 'R':
		return policy.Read
	case 'e', 'E', 'x':
		return policy.Edit
	}
	return policy.All
}

func (u use) tree() bool    { return strings.IndexByte("REBxm", byte(u)) >= 0 }
func (u use) follows() bool { return u != 'x' && u != 'm' }

// paths notes what these lead to from where the shell is.
func (w *walker) paths(fields []field, u use, s *state) {
	for _, f := range fields {
		w.path(f, u, s)
	}
}

func (w *walker) path(f field, u use, s *state) {
	if f.text == "" {
		return
	}
	if f.hole {
		w.seen.notKnown(f.text)
		return
	}
	requested := f.text
	for _, prefix := range []string{"/proc/self/cwd", "/proc/thread-self/cwd", "/proc/$$/cwd"} {
		if rest, ok := strings.CutPrefix(f.text, prefix); ok {
			f.text = "." + rest
		}
	}
	if filepath.IsAbs(f.text) {
		w.touch(f.text, requested, u)
		return
	}
	if s.lost {
		w.seen.notKnown(f.text)
	}
	for _, dir := range s.dirs {
		w.touch(dir+"/"+f.text, requested, u)
	}
}

func (w *walker) touch(full, requested string, u use) {
	if !w.spend(1+strings.Count(full, "/")) || isDevice(filepath.Clean(full)) || strings.IndexByte(full, 0) >= 0 {
		return
	}
	path := resolve(full, u.follows())
	if isDevice(path) || strings.HasPrefix(path, "/proc/self/fd/") {
		return
	}
	t := policy.Touch{Path: path, Requested: requested, Access: u.access()}
	if u.tree() {
		info, err := os.Lstat(path)
		t.Tree = err == nil && info.IsDir() || err != nil && t.Access.Has(policy.Edit) && u.follows()
	}
	w.seen.touch(t)
}

// isDevice says that a path is in nobody's folder, whatever is written to it.
func isDevice(path string) bool {
	name, ok := strings.CutPrefix(path, "/dev/")
	if !ok {
		return false
	}
	switch name {
	case "null", "zero", "full", "random", "urandom", "tty", "stdin", "stdout", "stderr", "ptmx":
		return true
	}
	return strings.HasPrefix(name, "fd/") || strings.HasPrefix(name, "tcp/") || strings.HasPrefix(name, "udp/")
}

// here notes the directory in which a program runs that may do anything there.
func (w *walker) here(u use, s *state) {
	for _, dir := range s.dirs {
		w.touch(dir, ".", u)
	}
	if s.lost {
		w.seen.notKnown("the directory it runs in")
	}
}

// change goes into a directory. Whether it could shows in what comes after it.
func (w *walker) change(f field, s *state) {
	if f.hole {
		w.seen.notKnown("cd " + f.text)
		s.lost = true
		return
	}
	if s.lost && !filepath.IsAbs(f.text) {
		w.seen.notKnown("cd " + f.text)
	} else {
		s.lost = false
	}
	before := s.dirs
	s.dirs, s.stay = nil, nil
	for _, dir := range before {
		to := logical(dir, f.text)
		w.touch(to, f.text, 'R')
		s.addDir(to)
		if info, err := os.Stat(to); err != nil || !info.IsDir() {
			s.stay = append(s.stay, dir)
		}
	}
}

// settle is after a command of which nobody says that it succeeded.
func (s *state) settle() {
	for _, dir := range s.stay {
		s.addDir(dir)
	}
	s.stay = nil
}
