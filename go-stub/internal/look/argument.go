package look

import (
	"os"
	"path/filepath"
	"strings"
)

// argument notes what one is by its kind.
func (w *walker) argument(kind byte, f field, before []field, s *state) {
	switch kind {
	case noPath:
	case likely:
		w.likely([]field{f}, s, 'R')
	case edited:
		w.likely([]field{f}, s, 'B')
	case onlyFile:
		w.path(f, 'e', s)
	case prefix:
		w.path(field{text: filepath.Dir(f.text), hole: f.hole}, 'E', s)
	case sedScript:
		w.sedFiles(f, s)
	case shellCode:
		w.code(f, s)
	case otherCode:
		w.seen.notKnown(f.text)
		w.quotedPaths(f, s)
	case awkScript:
		w.quotedPaths(f, s)
	case into:
		w.into(f, before, s)
	case dataFile:
		if i := strings.IndexByte(f.text, '@'); i == 0 || i > 0 && f.text[i-1] == '=' {
			w.path(field{text: f.text[i+1:], hole: f.hole}, 'r', s)
		}
	case mounted:
		if host, _, _ := strings.Cut(f.text, ":"); strings.ContainsAny(host, "/~.") {
			w.path(field{text: host, hole: f.hole}, 'B', s)
		}
	case remote, toRemote:
		u := use('R')
		if kind == toRemote {
			u = 'E'
		}
		if host, _, found := strings.Cut(f.text, ":"); !found || strings.Contains(host, "/") {
			w.path(f, u, s)
		}
	case address:
		if path, ok := strings.CutPrefix(f.text, "file://"); ok {
			w.path(field{text: strings.TrimPrefix(path, "localhost"), hole: f.hole}, 'r', s)
		}
	default:
		if f.text != "-" {
			w.path(f, use(kind), s)
		}
	}
}

// into is a destination: in a directory that is there, others get their names.
func (w *walker) into(to field, from []field, s *state) {
	if to.hole {
		w.seen.notKnown(to.text)
		return
	}
	for _, dir := range s.dirs {
		full := absolute(dir, to.text)
		info, err := os.Stat(full)
		if err != nil || !info.IsDir() || len(from) == 0 {
			w.touch(full, to.text, w.arrives(dir, from))
			continue
		}
		for _, one := range from {
			name := filepath.Base(one.text)
			if one.hole || name == ".." || name == "." || name == "/" {
				w.touch(full, to.text, 'E')
				continue
			}
			w.touch(full+"/"+name, strings.TrimRight(to.text, "/")+"/"+name, w.arrives(dir, []field{one}))
		}
	}
}

// arrives tells whether these bring more than themselves.
func (w *walker) arrives(dir string, from []field) use {
	for _, one := range from {
		if info, err := os.Lstat(absolute(dir, one.text)); err == nil && info.IsDir() {
			return 'E'
		}
	}
	return 'e'
}

// likely notes the arguments of a program that is not known, as far as they
// look like paths.
func (w *walker) likely(words []field, s *state, u use) {
	for _, word := range words {
		if word.hole {
			w.seen.notKnown(word.text)
			continue
		}
		text := word.text
		if strings.HasPrefix(text, "-") {
			if _, value, ok := strings.Cut(text, "="); ok {
				text = value
			} else if len(text) > 2 && text[1] != '-' {
				text = text[2:]
			} else {
				continue
			}
		} else if _, value, ok := strings.Cut(text, "="); ok && !w.exists(text, s) {
			text = value
		}
		if path, ok := strings.CutPrefix(text, "file://"); ok {
			text = path
		}
		if looksLikePath(text) && !isBaseline(text) || text != "" && !strings.HasPrefix(word.text, "-") && w.exists(text, s) {
			w.path(field{text: text}, u, s)
		}
	}
}

func looksLikePath(text string) bool {
	return len(text) > 1 && text[0] == '/' && text[1] != '/' || text == ".." || strings.HasPrefix(text, "../") || strings.Contains(text, "/../")
}

func (w *walker) exists(text string, s *state) bool {
	if len(text) > 4096 || filepath.IsAbs(text) || !w.spend(2) {
		return false
	}
	for _, dir := range s.dirs {
		if _, err := os.Lstat(dir + "/" + text); err == nil {
			return true
		}
	}
	return false
}

// isBaseline is of what every program reads: nobody is asked about it.
func isBaseline(path string) bool {
	for _, dir := range []string{"/usr/", "/bin/", "/sbin/", "/lib/", "/lib64/", "/lib32/"} {
		if strings.HasPrefix(path, dir) && !strings.Contains(path, "..") {
			return true
		}
	}
	return false
}
