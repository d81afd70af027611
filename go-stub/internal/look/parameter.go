package look

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// parameterValue is what a parameter may be; fixed when it is not known and
// has nothing in it that makes a path (a number).
type parameterValue struct {
	variable
	fixed bool
}

func (w *walker) parameter(p *syntax.ParamExp, s *state) parameterValue {
	w.arithmetic(p.Index, s)
	if p.Slice != nil {
		w.arithmetic(p.Slice.Offset, s)
		w.arithmetic(p.Slice.Length, s)
	}
	if p.Repl != nil {
		w.fields(p.Repl.Orig, s)
		w.fields(p.Repl.With, s)
	}
	if p.Length {
		return parameterValue{fixed: true}
	}
	unknown := parameterValue{variable: variable{unknown: true}}
	if p.Param == nil || p.Excl || p.Slice != nil || p.Repl != nil || p.Names != 0 || p.Flags != nil {
		if p.Exp != nil {
			w.fields(p.Exp.Word, s)
		}
		return unknown
	}
	value, set := w.lookup(p.Param.Value, s)
	if p.Index != nil {
		value.variable = element(value.variable, w.written(p.Index))
	} else if value.list && p.Param.Value != "@" && p.Param.Value != "*" {
		value.variable = element(value.variable, "0")
	}
	if p.Exp == nil {
		return value
	}
	out := w.expanded(p.Exp, value, set, s)
	if p.Exp.Op == syntax.AssignUnset || p.Exp.Op == syntax.AssignUnsetOrNull {
		s.vars[p.Param.Value] = out
	}
	return parameterValue{variable: out}
}

// element is "${x[index]}".
func element(v variable, index string) variable {
	if index == "@" || index == "*" {
		return variable{values: v.values, unknown: v.unknown, list: true}
	}
	if !v.list || v.unknown {
		return variable{values: v.values, unknown: v.unknown}
	}
	// Which one is not worth a calculator.
	return variable{values: v.values}
}

// lookup answers whether a parameter is set, as far as that is known.
func (w *walker) lookup(name string, s *state) (parameterValue, bool) {
	if v, ok := s.vars[name]; ok {
		return parameterValue{variable: v, fixed: v.number}, len(v.values) > 0 || v.unknown || v.number
	}
	switch name {
	case "@", "*":
		v := variable{unknown: s.anyArgs, list: true}
		for _, arg := range s.args {
			v.values = append(v.values, arg.text)
			v.unknown = v.unknown || arg.hole
		}
		return parameterValue{variable: v}, true
	case "?", "$", "!", "#", "-", "RANDOM", "SECONDS", "LINENO", "BASHPID", "EPOCHSECONDS", "UID", "EUID", "PPID":
		return parameterValue{fixed: true}, true
	case "PWD":
		return parameterValue{variable: variable{values: s.dirs, unknown: s.lost}}, true
	case "OLDPWD", "REPLY", "_", "0", "BASH_SOURCE", "DIRSTACK", "PIPESTATUS":
		return parameterValue{variable: variable{unknown: true}}, true
	}
	if name != "" && name[0] >= '1' && name[0] <= '9' {
		return w.positional(name, s)
	}
	value, ok := w.where.Env(name)
	if name == "HOME" && !ok {
		value, ok = w.where.Home, true
	}
	if !ok {
		return parameterValue{}, false
	}
	return parameterValue{variable: variable{values: []string{value}}}, true
}

func (w *walker) positional(name string, s *state) (parameterValue, bool) {
	n := 0
	for _, c := range name {
		if n = n*10 + int(c-'0'); n > 1000 {
			break
		}
	}
	if n <= len(s.args) {
		return parameterValue{variable: valueOf(s.args[n-1 : n])}, true
	}
	return parameterValue{variable: variable{unknown: s.anyArgs}}, s.anyArgs
}

// valueOf is what a variable has after it was set to this.
func valueOf(fields []field) variable {
	var v variable
	for _, f := range fields {
		if f.hole {
			v.unknown = true
			continue
		}
		v.values = append(v.values, f.text)
	}
	return v
}

// expanded is "${x:-word}" and its kin.
func (w *walker) expanded(exp *syntax.Expansion, value parameterValue, set bool, s *state) variable {
	word := valueOf(w.fields(exp.Word, s))
	if len(word.values) == 0 && !word.unknown {
		word.values = []string{""}
	}
	v := value.variable
	empty := !set
	switch exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		if empty || v.has("") {
			return word.or(withoutEmpty(v))
		}
		if v.unknown {
			return v.or(word)
		}
		return v
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		if empty {
			return variable{}
		}
		return word
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		return v
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix, syntax.RemSmallPrefix, syntax.RemLargePrefix:
		if value.fixed || v.list || len(word.values) != 1 || word.unknown {
			return variable{unknown: true}
		}
		out := variable{unknown: v.unknown}
		for _, text := range v.values {
			out.values = append(out.values, trimmed(text, word.values[0], exp.Op))
		}
		return out
	}
	return variable{unknown: true}
}

func withoutEmpty(v variable) variable {
	out := variable{unknown: v.unknown}
	for _, value := range v.values {
		if value != "" {
			out.values = append(out.values, value)
		}
	}
	return out
}

// trimmed takes away what a pattern matches at an end.
func trimmed(text, pattern string, op syntax.ParExpOperator) string {
	if len(text) > 4096 || strings.Count(pattern, "*") > 8 {
		return text
	}
	for i := range len(text) + 1 {
		switch op {
		case syntax.RemSmallPrefix:
			if matches(pattern, text[:i]) {
				return text[i:]
			}
		case syntax.RemLargePrefix:
			if at := len(text) - i; matches(pattern, text[:at]) {
				return text[at:]
			}
		case syntax.RemSmallSuffix:
			if at := len(text) - i; matches(pattern, text[at:]) {
				return text[:at]
			}
		default:
			if matches(pattern, text[i:]) {
				return text[:i]
			}
		}
	}
	return text
}
