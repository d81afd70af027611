package look

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (w *walker) redirects(list []*syntax.Redirect, s *state) {
	for _, r := range list {
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			s.input, s.piped = w.document(r, s), true
		case syntax.WordHdoc:
			s.input, s.piped = nil, true
			if fields := w.fields(r.Word, s); len(fields) == 1 && !fields[0].hole {
				text := fields[0].text + "\n"
				s.input = &text
			}
		case syntax.DplIn, syntax.DplOut:
			fields := w.fields(r.Word, s)
			if len(fields) == 1 && isDescriptor(fields[0].text) {
				continue
			}
			w.paths(w.globbed(fields, s), 'e', s)
		case syntax.RdrIn:
			s.input, s.piped = nil, true
			w.paths(w.globbed(w.fields(r.Word, s), s), 'r', s)
		case syntax.RdrInOut:
			w.paths(w.globbed(w.fields(r.Word, s), s), 'b', s)
		default:
			w.paths(w.globbed(w.fields(r.Word, s), s), 'e', s)
		}
	}
}

func isDescriptor(text string) bool {
	return strings.Trim(text, "0123456789") == "" || strings.TrimRight(text, "-") != text && strings.Trim(text, "0123456789-") == ""
}

// document is the text of a here-document, nil where a part is not known.
func (w *walker) document(r *syntax.Redirect, s *state) *string {
	text := ""
	if r.Hdoc == nil {
		return &text
	}
	if isQuoted(r.Word) {
		text = r.Hdoc.Lit()
		return &text
	}
	ways := []*expansion{{walker: w}}
	for _, part := range r.Hdoc.Parts {
		ways = w.quotedPart(part, ways, s)
	}
	if len(ways) != 1 {
		return nil
	}
	for _, f := range ways[0].fields() {
		if f.hole {
			return nil
		}
		text += f.text
	}
	return &text
}

func isQuoted(word *syntax.Word) bool {
	for _, part := range word.Parts {
		if lit, ok := part.(*syntax.Lit); !ok || strings.IndexByte(lit.Value, '\\') >= 0 {
			return true
		}
	}
	return false
}
