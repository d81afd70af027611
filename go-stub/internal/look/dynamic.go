package look

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// dynamic adds what a shell puts in.
func (w *walker) dynamic(part syntax.WordPart, ways []*expansion, s *state, quoted bool) []*expansion {
	written := w.written(part)
	switch p := part.(type) {
	case *syntax.ParamExp:
		value := w.parameter(p, s)
		if value.fixed {
			for _, way := range ways {
				way.add(written, true)
			}
			return ways
		}
		return w.branch(ways, value, written, quoted)
	case *syntax.CmdSubst:
		inner := w.fork(s)
		w.stmts(p.Stmts, inner)
		value := parameterValue{variable: variable{unknown: true}}
		if len(p.Stmts) == 1 {
			if text := w.output(p.Stmts[0], s); text != nil {
				value.variable = variable{values: []string{strings.TrimRight(*text, "\n")}}
			}
		}
		return w.branch(ways, value, written, quoted)
	case *syntax.ArithmExp:
		w.arithmetic(p.X, s)
		for _, way := range ways { // a number: no path by itself
			way.add(written, true)
		}
	case *syntax.ProcSubst:
		w.stmts(p.Stmts, w.fork(s))
		for _, way := range ways {
			way.add("/dev/fd/63", true)
		}
	case *syntax.ExtGlob:
		for _, way := range ways {
			way.add(written, true)
			way.last.hole = true
		}
	default:
		for _, way := range ways {
			way.hole(written, quoted)
		}
	}
	return ways
}

// branch adds each value to each way.
func (w *walker) branch(ways []*expansion, value parameterValue, written string, quoted bool) []*expansion {
	if value.list && quoted {
		for _, way := range ways {
			for i, element := range value.values {
				if i > 0 {
					way.split()
				}
				way.add(element, true)
			}
			if value.unknown {
				way.split()
				way.hole(written, quoted)
			}
		}
		return ways
	}
	values := value.values
	if value.list {
		values = []string{strings.Join(value.values, " ")}
	}
	count := len(values)
	if value.unknown {
		count++
	}
	if !w.spend(count*len(ways)) || len(ways)*count > maxValues {
		values, value.unknown = nil, true
	}
	if len(values) == 1 && !value.unknown {
		for _, way := range ways {
			way.value(values[0], quoted)
		}
		return ways
	}
	var out []*expansion
	for _, text := range values {
		for _, way := range ways {
			next := way.clone()
			next.value(text, quoted)
			out = append(out, next)
		}
	}
	if value.unknown {
		for _, way := range ways {
			way.hole(written, quoted)
		}
		out = append(out, ways...)
	}
	if len(out) == 0 { // unset: nothing is added
		return ways
	}
	return out
}

// output is what a command prints, where that can be said.
func (w *walker) output(stmt *syntax.Stmt, s *state) *string {
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if ok && len(stmt.Redirs) == 1 && stmt.Redirs[0].Hdoc != nil && len(call.Args) == 1 && call.Args[0].Lit() == "cat" {
		return w.document(stmt.Redirs[0], s)
	}
	if !ok || len(stmt.Redirs) > 0 || len(call.Assigns) > 0 || len(call.Args) == 0 {
		return nil
	}
	var words []field
	for _, word := range call.Args {
		words = append(words, w.globbed(w.fields(word, s), s)...)
	}
	for _, word := range words {
		if word.hole {
			return nil
		}
	}
	return w.printed(words, s)
}

func (w *walker) printed(words []field, s *state) *string {
	if len(words) == 0 {
		return nil
	}
	texts := make([]string, len(words)-1)
	for i, word := range words[1:] {
		texts[i] = word.text
	}
	out := ""
	switch words[0].text {
	case "pwd":
		if len(s.dirs) != 1 || s.lost {
			return nil
		}
		out = s.dirs[0]
	case "echo":
		for len(texts) > 0 && (texts[0] == "-n" || texts[0] == "-e") {
			texts = texts[1:]
		}
		out = strings.Join(texts, " ")
	case "printf":
		if len(texts) == 0 || strings.Contains(strings.ReplaceAll(texts[0], "%s", ""), "%") {
			return nil
		}
		out = formatted(ansi(texts[0]), texts[1:])
	case "dirname", "basename":
		if len(texts) != 1 {
			return nil
		}
		dir, base := splitPath(texts[0])
		if out = dir; words[0].text == "basename" {
			out = base
		}
	default:
		return nil
	}
	return &out
}

// formatted is printf with %s only, of which the format is used again as long
// as there are arguments.
func formatted(format string, texts []string) string {
	parts := strings.Split(format, "%s")
	var out strings.Builder
	for {
		out.WriteString(parts[0])
		for _, part := range parts[1:] {
			if len(texts) > 0 {
				out.WriteString(texts[0])
				texts = texts[1:]
			}
			out.WriteString(part)
		}
		if len(parts) == 1 || len(texts) == 0 {
			return out.String()
		}
	}
}
