package look

import (
	"maps"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

func (w *walker) callExpr(c *syntax.CallExpr, s *state) {
	var words []field
	for _, word := range c.Args {
		words = append(words, w.globbed(w.fields(word, s), s)...)
	}
	if len(words) == 0 {
		w.assign(c.Assigns, s)
		return
	}
	if len(c.Assigns) == 0 {
		w.call(words, s)
		return
	}
	// They are the command's alone.
	before := maps.Clone(s.vars)
	w.spend(len(before))
	w.assign(c.Assigns, s)
	w.call(words, s)
	for _, a := range c.Assigns {
		if a.Name == nil {
			continue
		}
		delete(s.vars, a.Name.Value)
		if v, ok := before[a.Name.Value]; ok {
			s.vars[a.Name.Value] = v
		}
	}
}

func (w *walker) assign(list []*syntax.Assign, s *state) {
	for _, a := range list {
		w.arithmetic(a.Index, s)
		if a.Name == nil {
			if a.Value != nil {
				w.fields(a.Value, s)
			}
			continue
		}
		name := a.Name.Value
		switch {
		case a.Naked:
		case a.Array != nil:
			list := variable{list: true}
			for _, element := range a.Array.Elems {
				w.arithmetic(element.Index, s)
				v := valueOf(w.globbed(w.fields(element.Value, s), s))
				list.values, list.unknown = append(list.values, v.values...), list.unknown || v.unknown
			}
			if a.Append {
				list.values = append(append([]string(nil), s.vars[name].values...), list.values...)
			}
			s.vars[name] = list
		case a.Index != nil:
			w.fields(a.Value, s)
			s.vars[name] = variable{unknown: true}
		default:
			value := w.assigned(a.Value, s)
			if a.Append {
				value = s.vars[name].appended(value)
			}
			s.vars[name] = value
		}
	}
}

// assigned is the value of a word that is not split.
func (w *walker) assigned(word *syntax.Word, s *state) variable {
	if word == nil {
		return variable{values: []string{""}}
	}
	quoted := &syntax.Word{Parts: make([]syntax.WordPart, len(word.Parts))}
	for i, part := range word.Parts {
		quoted.Parts[i] = part
		switch part.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
			quoted.Parts[i] = &syntax.DblQuoted{Parts: []syntax.WordPart{part}}
		}
	}
	v := valueOf(w.fields(quoted, s))
	if len(v.values) == 0 && !v.unknown {
		v.values = []string{""}
	}
	return v
}

func (v variable) appended(more variable) variable {
	if len(v.values) > 1 || len(more.values) > 1 || v.unknown || more.unknown || v.list {
		return variable{unknown: true}
	}
	return variable{values: []string{strings.Join(v.values, "") + strings.Join(more.values, "")}}
}

// declare is export, local, readonly, declare, typeset and nameref.
func (w *walker) declare(c *syntax.DeclClause, s *state) {
	for _, a := range c.Args {
		w.assign([]*syntax.Assign{a}, s)
		if c.Variant.Value == "nameref" && a.Name != nil {
			s.vars[a.Name.Value] = variable{unknown: true}
		}
	}
}

// call looks at one simple command.
func (w *walker) call(words []field, s *state) {
	if len(words) == 0 || s.dead || !w.spend(len(words)) || !w.deeper() {
		return
	}
	defer func() { w.depth-- }()
	w.seen.command(words)
	name := words[0]
	if name.hole {
		w.seen.notKnown(joined(words))
		w.likely(words[1:], s, 'R')
		w.here('B', s)
		return
	}
	if f, ok := s.funcs[name.text]; ok {
		w.callFunction(f, words[1:], s)
		return
	}
	if strings.Contains(name.text, "/") && !isBaseline(name.text) {
		w.path(name, 'r', s)
	}
	base := baseName(name.text)
	if special, ok := specials[base]; ok {
		special(w, words, s)
		return
	}
	known, ok := programs()[base]
	if !ok {
		w.likely(words[1:], s, 'R')
		w.here('B', s)
		return
	}
	w.program(known, words[1:], s)
}

func (w *walker) callFunction(f function, args []field, s *state) {
	defer func(source string, args []field, any bool) {
		w.source, s.args, s.anyArgs = source, args, any
	}(w.source, s.args, s.anyArgs)
	w.source, s.args, s.anyArgs = f.source, args, false
	before := s.clone()
	w.stmt(f.body, s)
	if s.dead { // "return" ends the function only
		s.dead = false
		s.merge(before)
	}
}

func joined(words []field) string {
	texts := make([]string, 0, len(words))
	for _, word := range words {
		texts = append(texts, word.text)
	}
	return strings.Join(texts, " ")
}
