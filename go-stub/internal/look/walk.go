package look

import (
	"fmt"
	"time"

	"mvdan.cc/sh/v3/syntax"
)

// walker goes through a text in the order in which it would run.
type walker struct {
	where  Where
	seen   *seen
	source string // that the nodes are of
	steps  int
	until  time.Time
	depth  int
}

func newWalker(where Where) *walker {
	if where.Env == nil {
		where.Env = func(string) (string, bool) { return "", false }
	}
	return &walker{where: where, seen: newSeen(), until: time.Now().Add(maxTime)}
}

const clockSteps = 128

// spend is false when no more may be done.
func (w *walker) spend(cost int) bool {
	before := w.steps
	w.steps += cost
	if w.steps > maxSteps || w.steps/clockSteps != before/clockSteps && time.Now().After(w.until) {
		w.steps = maxSteps + 1
		w.seen.lost = true
		return false
	}
	return true
}

// deeper is false when it goes too deep; what it answers otherwise is called
// on the way out.
func (w *walker) deeper() bool {
	if w.depth >= maxDepth {
		w.seen.lost = true
		return false
	}
	w.depth++
	return true
}

// text looks at what a shell is given to read.
func (w *walker) text(text string, s *state) {
	if len(text) > maxText {
		w.seen.fail(fmt.Sprintf("it has %d bytes, of which none are looked at past %d", len(text), maxText))
		w.seen.notKnown(text)
		return
	}
	if !w.deeper() {
		return
	}
	defer func(source string) { w.source, w.depth = source, w.depth-1 }(w.source)
	stmts, err := parse(text, w.until)
	if err != nil {
		w.seen.fail(err.Error())
		w.seen.notKnown(text)
	}
	w.source = text
	w.stmts(stmts, s)
}

func (w *walker) stmts(list []*syntax.Stmt, s *state) {
	for _, stmt := range list {
		w.stmt(stmt, s)
		s.settle()
	}
}

func (w *walker) stmt(stmt *syntax.Stmt, s *state) {
	if s.dead || !w.spend(1) || !w.deeper() {
		return
	}
	defer func() { w.depth-- }()
	if stmt.Background || stmt.Coprocess || stmt.Disown {
		s = w.fork(s)
	}
	input, piped := s.input, s.piped
	w.redirects(stmt.Redirs, s)
	if stmt.Cmd != nil {
		w.command(stmt.Cmd, s)
	}
	s.input, s.piped = input, piped
}

// fork is a state for what changes nothing of the shell that starts it.
func (w *walker) fork(s *state) *state {
	w.spend(len(s.vars) + len(s.funcs))
	return s.clone()
}

func (w *walker) command(command syntax.Command, s *state) {
	switch c := command.(type) {
	case *syntax.CallExpr:
		w.callExpr(c, s)
	case *syntax.BinaryCmd:
		w.binary(c, s)
	case *syntax.Block:
		w.stmts(c.Stmts, s)
	case *syntax.Subshell:
		w.stmts(c.Stmts, w.fork(s))
	case *syntax.IfClause:
		w.ifClause(c, s)
	case *syntax.WhileClause:
		w.repeat(s, func(s *state) { w.stmts(c.Cond, s); w.stmts(c.Do, s) })
	case *syntax.ForClause:
		w.forClause(c, s)
	case *syntax.CaseClause:
		w.caseClause(c, s)
	case *syntax.FuncDecl:
		if c.Name != nil {
			s.funcs[c.Name.Value] = function{c.Body, w.source}
		}
	case *syntax.DeclClause:
		w.declare(c, s)
	case *syntax.TestClause:
		w.test(c.X, s)
	case *syntax.ArithmCmd:
		w.arithmetic(c.X, s)
	case *syntax.LetClause:
		for _, x := range c.Exprs {
			w.arithmetic(x, s)
		}
	case *syntax.TimeClause:
		if c.Stmt != nil {
			w.stmt(c.Stmt, s)
		}
	case *syntax.CoprocClause:
		w.stmt(c.Stmt, w.fork(s))
	default:
		w.seen.notKnown(w.written(command))
	}
}

// written is a part of the text.
func (w *walker) written(node syntax.Node) string {
	from, to := int(node.Pos().Offset()), int(node.End().Offset())
	if from < 0 || to > len(w.source) || from >= to {
		return ""
	}
	return w.source[from:to]
}
