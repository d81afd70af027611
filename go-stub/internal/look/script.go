package look

import "strings"

// quotedPaths looks at a program in another language for the paths that it
// names, and for ">" before them.
func (w *walker) quotedPaths(f field, s *state) {
	text := f.text
	for range maxNames {
		i := strings.IndexAny(text, "'\"`")
		if i < 0 || i+1 >= len(text) {
			return
		}
		end := strings.IndexByte(text[i+1:], text[i])
		if end < 0 {
			return
		}
		name, u := text[i+1:i+1+end], use('R')
		if strings.HasSuffix(strings.TrimRight(text[:i], " "), ">") {
			u = 'E'
		}
		if looksLikePath(name) && !strings.ContainsAny(name, "\n$*") && !isBaseline(name) {
			w.path(field{text: name}, u, s)
		}
		text = text[i+1:]
	}
}

// sedFiles looks for the files that sed's "r" and "w" name.
func (w *walker) sedFiles(f field, s *state) {
	words := strings.FieldsFunc(f.text, func(c rune) bool { return c == ' ' || c == '\n' || c == ';' || c == '}' })
	for i, word := range words[:max(0, len(words)-1)] {
		if !looksLikePath(words[i+1]) {
			continue
		}
		switch word[len(word)-1] {
		case 'r', 'R':
			w.path(field{text: words[i+1]}, 'r', s)
		case 'w', 'W':
			w.path(field{text: words[i+1]}, 'e', s)
		}
	}
}
