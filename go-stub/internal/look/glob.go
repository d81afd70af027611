package look

import (
	"os"
	"path/filepath"
	"strings"
)

// globbed puts what patterns match in their place; what matches nothing stays,
// as shells have it.
func (w *walker) globbed(fields []field, s *state) []field {
	var out []field
	for _, f := range fields {
		if !f.glob || f.hole {
			out = append(out, f)
			continue
		}
		found := w.glob(f, s)
		if len(found) == 0 {
			found = []field{f}
		}
		out = append(out, found...)
	}
	return out
}

func (w *walker) glob(f field, s *state) []field {
	var out []field
	bases := s.dirs
	if filepath.IsAbs(f.text) {
		bases = []string{"/"}
	}
	parts := strings.Split(strings.TrimLeft(f.pattern, "/"), "/")
	for _, base := range bases {
		prefix := ""
		if filepath.IsAbs(f.text) {
			prefix = "/"
		}
		names := []string{prefix}
		for i, part := range parts {
			names = w.globIn(base, names, part, i+1 < len(parts))
			if len(names) > maxGlob {
				// All that is in the folder, rather than a list that nobody reads.
				w.seen.lost = true
				names = names[:maxGlob]
			}
		}
		for _, name := range names {
			out = append(out, field{text: name})
		}
	}
	return out
}

// globIn goes on from each of these names by one part of a pattern.
func (w *walker) globIn(base string, names []string, part string, more bool) []string {
	var out []string
	slash := ""
	if more {
		slash = "/"
	}
	for _, name := range names {
		if !strings.ContainsAny(part, `*?[`) || part == "" {
			plain := name + unescaped(part, `*?[]\`)
			if _, err := os.Lstat(absolute(base, plain)); err == nil {
				out = append(out, plain+slash)
			}
			continue
		}
		for _, entry := range w.entries(absolute(base, name)) {
			if strings.HasPrefix(entry, ".") != strings.HasPrefix(part, ".") || !matches(part, entry) {
				continue
			}
			if out = append(out, name+entry+slash); len(out) > maxGlob {
				return out
			}
		}
	}
	return out
}

func absolute(base, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return base + "/" + name
}

// entries are the names in a directory, sorted as shells have them.
func (w *walker) entries(dir string) []string {
	if !w.spend(10) {
		return nil
	}
	list, err := os.ReadDir(dir)
	if err != nil || !w.spend(len(list)/10) {
		return nil
	}
	names := make([]string, len(list))
	for i, entry := range list {
		names[i] = entry.Name()
	}
	return names
}
