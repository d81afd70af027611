package look

import "mvdan.cc/sh/v3/syntax"

// arithmetic looks for the commands in an expression. What it calculates is no
// path.
func (w *walker) arithmetic(x syntax.ArithmExpr, s *state) {
	if x == nil || !w.spend(1) || !w.deeper() {
		return
	}
	defer func() { w.depth-- }()
	switch x := x.(type) {
	case *syntax.Word:
		if x != nil {
			w.fields(x, s)
		}
	case *syntax.BinaryArithm:
		w.arithmetic(x.X, s)
		w.arithmetic(x.Y, s)
		if word, ok := x.X.(*syntax.Word); ok && assigns(x.Op) && word.Lit() != "" {
			s.vars[word.Lit()] = variable{number: true}
		}
	case *syntax.UnaryArithm:
		w.arithmetic(x.X, s)
	case *syntax.ParenArithm:
		w.arithmetic(x.X, s)
	case *syntax.FlagsArithm:
		w.arithmetic(x.X, s)
	}
}

// test looks at "[[ … ]]".
func (w *walker) test(x syntax.TestExpr, s *state) {
	if x == nil || !w.spend(1) || !w.deeper() {
		return
	}
	defer func() { w.depth-- }()
	switch x := x.(type) {
	case *syntax.Word:
		w.fields(x, s)
	case *syntax.ParenTest:
		w.test(x.X, s)
	case *syntax.UnaryTest:
		word, ok := x.X.(*syntax.Word)
		if !ok {
			w.test(x.X, s)
			return
		}
		fields := w.fields(word, s)
		if x.Op >= syntax.TsExists && x.Op <= syntax.TsNoEmpty {
			w.paths(fields, 'r', s)
		}
	case *syntax.BinaryTest:
		for _, side := range []syntax.TestExpr{x.X, x.Y} {
			word, ok := side.(*syntax.Word)
			if !ok {
				w.test(side, s)
				continue
			}
			fields := w.fields(word, s)
			if x.Op == syntax.TsNewer || x.Op == syntax.TsOlder || x.Op == syntax.TsDevIno {
				w.paths(fields, 'r', s)
			}
		}
	}
}

func assigns(op syntax.BinAritOperator) bool {
	switch op {
	case syntax.Assgn, syntax.AddAssgn, syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn,
		syntax.AndAssgn, syntax.OrAssgn, syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
		return true
	}
	return false
}
