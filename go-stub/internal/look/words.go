package look

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// field is an argument as a program gets it.
type field struct {
	text    string // with what is not known as it is written
	pattern string // the same for matching, with what is quoted escaped
	glob    bool   // it has '*', '?' or '[' that are not quoted
	hole    bool   // a part of it is not known
	quoted  bool   // at least a part was quoted: an empty one is one all the same
}

// expansion is one of the ways in which a word may come out.
type expansion struct {
	walker        *walker
	done          []field
	last          field // without its texts
	text, pattern []byte
	open          bool // last is a field even if nothing more is added
}

func (e *expansion) add(text string, quoted bool) {
	if !e.walker.spend(len(text)/bytesPerStep) || len(e.text)+len(text) > maxText {
		e.last.hole = true
		return
	}
	e.text = append(e.text, text...)
	if quoted {
		e.pattern = append(e.pattern, escaped(text)...)
		e.open, e.last.quoted = true, true
		return
	}
	e.pattern = append(e.pattern, text...)
	e.open = e.open || text != ""
	e.last.glob = e.last.glob || strings.ContainsAny(text, "*?[")
}

func (e *expansion) hole(written string, quoted bool) {
	quoted = quoted || e.last.quoted
	e.add(written, true)
	e.last.quoted, e.last.hole = quoted, true
}

func (e *expansion) split() {
	if e.open {
		e.last.text, e.last.pattern = string(e.text), string(e.pattern)
		e.done = append(e.done, e.last)
	}
	e.last, e.text, e.pattern, e.open = field{}, e.text[:0], e.pattern[:0], false
}

func (e *expansion) clone() *expansion {
	c := *e
	e.walker.spend(len(e.text)/bytesPerStep + len(e.done))
	c.done, c.text, c.pattern = slices.Clone(e.done), slices.Clone(e.text), slices.Clone(e.pattern)
	return &c
}

// value adds what a variable holds, in fields of its own where it has spaces.
func (e *expansion) value(value string, quoted bool) {
	if quoted {
		e.add(value, true)
		return
	}
	for value != "" {
		i := strings.IndexAny(value, " \t\n")
		if i < 0 {
			e.add(value, false)
			return
		}
		e.add(value[:i], false)
		e.split()
		value = strings.TrimLeft(value[i:], " \t\n")
	}
}

func (e *expansion) fields() []field {
	e.split()
	return e.done
}

// fields is what a word becomes: of a word with several values all of them.
func (w *walker) fields(word *syntax.Word, s *state) []field {
	if word == nil || !w.spend(1) || !w.deeper() {
		return nil
	}
	defer func() { w.depth-- }()
	var out []field
	for _, parts := range w.braces(word) {
		ways := []*expansion{{walker: w}}
		for i, part := range parts {
			ways = w.part(part, ways, s, i == 0)
		}
		for _, way := range ways {
			out = append(out, way.fields()...)
		}
	}
	return out
}

// part adds a part of a word to each of its ways.
func (w *walker) part(part syntax.WordPart, ways []*expansion, s *state, first bool) []*expansion {
	switch p := part.(type) {
	case *syntax.Lit:
		for _, way := range ways {
			w.literal(p.Value, way, s, first)
		}
	case *syntax.SglQuoted:
		text := p.Value
		if p.Dollar {
			text = ansi(text)
		}
		for _, way := range ways {
			way.add(text, true)
		}
	case *syntax.DblQuoted:
		for _, way := range ways {
			way.add("", true)
		}
		for _, inner := range p.Parts {
			ways = w.quotedPart(inner, ways, s)
		}
	default:
		ways = w.dynamic(part, ways, s, false)
	}
	return ways
}

func (w *walker) quotedPart(part syntax.WordPart, ways []*expansion, s *state) []*expansion {
	lit, ok := part.(*syntax.Lit)
	if !ok {
		return w.dynamic(part, ways, s, true)
	}
	text := unescaped(lit.Value, "$`\"\\")
	for _, way := range ways {
		way.add(text, true)
	}
	return ways
}

// literal adds text with the backslashes that it is written with.
func (w *walker) literal(value string, way *expansion, s *state, first bool) {
	if first && strings.HasPrefix(value, "~") {
		name, rest, _ := strings.Cut(value, "/")
		if home, ok := w.homeOf(name, s); ok {
			way.add(home, true)
			value = value[len(name):]
			_ = rest
		}
	}
	for value != "" {
		i := strings.IndexByte(value, '\\')
		if i < 0 || i+1 >= len(value) {
			way.add(value, false)
			return
		}
		if i > 0 {
			way.add(value[:i], false)
		}
		if value[i+1] != '\n' {
			way.add(value[i+1:i+2], true)
		}
		value = value[i+2:]
	}
}
