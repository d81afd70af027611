package look

import "mvdan.cc/sh/v3/syntax"

// binary looks at lists and pipelines, of which the first commands are the
// innermost.
func (w *walker) binary(c *syntax.BinaryCmd, s *state) {
	chain := []*syntax.BinaryCmd{c}
	for {
		left, ok := chain[len(chain)-1].X.Cmd.(*syntax.BinaryCmd)
		first := chain[len(chain)-1].X
		if !ok || len(first.Redirs) > 0 || first.Background {
			break
		}
		chain = append(chain, left)
	}
	last := chain[len(chain)-1]
	before := s.clone()
	if isPipe(last.Op) {
		w.stmt(last.X, w.fork(s))
	} else {
		w.stmt(last.X, s)
	}
	left := last.X
	for i := len(chain) - 1; i >= 0; i-- {
		c := chain[i]
		switch {
		case isPipe(c.Op):
			inner := w.fork(s)
			inner.piped, inner.input = true, w.output(left, s)
			w.stmt(c.Y, inner)
		case c.Op == syntax.OrStmt:
			// What comes after a failure does not have what the success did.
			other := before
			s.stay = nil
			before = s.clone()
			w.stmt(c.Y, other)
			s.merge(other)
		default:
			before = w.fork(s)
			s.stay = nil
			w.stmt(c.Y, s)
			if s.dead {
				// "test -e x && exit" goes on where x is not.
				*s = *before.clone()
			}
		}
		left = c.Y
		if !w.spend(len(s.vars)) {
			return
		}
	}
}

func isPipe(op syntax.BinCmdOperator) bool { return op == syntax.Pipe || op == syntax.PipeAll }

func (w *walker) ifClause(c *syntax.IfClause, s *state) {
	ended := &state{dead: true}
	for c != nil {
		if !w.spend(1 + len(s.vars)) {
			return
		}
		w.stmts(c.Cond, s)
		branch := w.fork(s)
		w.stmts(c.Then, branch)
		ended.merge(branch)
		if len(c.Cond) == 0 { // "else"
			*s = *ended
			return
		}
		c = c.Else
	}
	s.merge(ended)
}

func (w *walker) caseClause(c *syntax.CaseClause, s *state) {
	w.fields(c.Word, s)
	ended := s.clone()
	for _, item := range c.Items {
		for _, pattern := range item.Patterns {
			w.fields(pattern, s)
		}
		branch := w.fork(s)
		w.stmts(item.Stmts, branch)
		ended.merge(branch)
	}
	*s = *ended
}

// repeat goes through a loop twice: what it has set shows the second time, and
// what that changes again has no end that could be seen.
func (w *walker) repeat(s *state, body func(*state)) {
	for round := range 2 {
		inner := w.fork(s)
		body(inner)
		inner.dead = false
		if round == 1 {
			for name, v := range inner.vars {
				if old, ok := s.vars[name]; !ok || !sameValues(old, v) {
					v.unknown = true
					inner.vars[name] = v
				}
			}
		}
		s.merge(inner)
	}
}

func sameValues(a, b variable) bool {
	for _, value := range b.values {
		if !a.has(value) {
			return false
		}
	}
	return a.list == b.list
}

func (v variable) has(value string) bool {
	for _, one := range v.values {
		if one == value {
			return true
		}
	}
	return false
}

func (w *walker) forClause(c *syntax.ForClause, s *state) {
	loop, ok := c.Loop.(*syntax.WordIter)
	if !ok {
		if arithmetic, ok := c.Loop.(*syntax.CStyleLoop); ok {
			w.arithmetic(arithmetic.Init, s)
			w.arithmetic(arithmetic.Cond, s)
			w.arithmetic(arithmetic.Post, s)
		}
		w.repeat(s, func(s *state) { w.stmts(c.Do, s) })
		return
	}
	var items []field
	if loop.InPos.IsValid() || len(loop.Items) > 0 {
		for _, word := range loop.Items {
			items = append(items, w.globbed(w.fields(word, s), s)...)
		}
	} else {
		items = s.args
		if s.anyArgs {
			items = append(items, field{text: `"$@"`, hole: true})
		}
	}
	if c.Select || len(items) > maxLoop {
		all := variable{}
		for _, item := range items {
			all = all.or(valueOf([]field{item}))
		}
		s.vars[loop.Name.Value] = all
		w.repeat(s, func(s *state) { w.stmts(c.Do, s) })
		return
	}
	before := s.clone()
	for _, item := range items {
		s.vars[loop.Name.Value] = valueOf([]field{item})
		w.stmts(c.Do, s)
		if s.dead { // one round may end it
			s.dead = false
		}
		if !w.spend(len(s.vars)) {
			return
		}
	}
	s.merge(before)
}
