package search

import (
	"bytes"
	"regexp"
	"regexp/syntax"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// pattern finds matches in a line.
type pattern struct {
	regex   *regexp.Regexp
	literal []byte // every line that matches contains it; nil when nothing is known
	whole   bool   // the pattern is the literal
}

// maxPattern bounds what is compiled.
const maxPattern = 64 << 10

// compile reads a pattern as ripgrep does: the regular expressions of Rust,
// written for Go's. Three things differ still, and only without ripgrep on the
// host: \b and \B know ASCII words only, a repetition ends at 1000, and flags
// and set operations that Go has none of are refused.
func compile(text string) (*pattern, error) {
	if len(text) > maxPattern {
		return nil, invalid("It is longer than %d bytes.", maxPattern)
	}
	translated, err := translate(text)
	if err != nil {
		return nil, err
	}
	regex, err := regexp.Compile("(?m:" + translated + ")")
	if err != nil {
		return nil, invalid("%v.", err)
	}
	p := &pattern{regex: regex}
	if tree, err := syntax.Parse(regex.String(), syntax.Perl); err == nil {
		tree = tree.Simplify()
		p.literal = required(tree)
		p.whole = tree.Op == syntax.OpLiteral && tree.Flags&syntax.FoldCase == 0
	}
	return p, nil
}

func invalid(format string, args ...any) error {
	err := fault.Bad("pattern", "invalid_pattern", "The pattern is not a regular expression. "+format, args...)
	return err
}

// find answers the places of a line's matches, nil for none.
func (p *pattern) find(line []byte) [][]int {
	if !p.whole {
		return p.regex.FindAllIndex(blank(line), maxSubmatches)
	}
	var found [][]int
	for at := 0; len(found) < maxSubmatches; {
		next := bytes.Index(line[at:], p.literal)
		if next < 0 {
			break
		}
		found = append(found, []int{at + next, at + next + len(p.literal)})
		at += next + len(p.literal)
	}
	return found
}

// required is a text that every match contains, the longest that is easy to see.
func required(tree *syntax.Regexp) []byte {
	switch tree.Op {
	case syntax.OpLiteral:
		if tree.Flags&syntax.FoldCase == 0 {
			return []byte(string(tree.Rune))
		}
	case syntax.OpCapture, syntax.OpPlus:
		return required(tree.Sub[0])
	case syntax.OpRepeat:
		if tree.Min > 0 {
			return required(tree.Sub[0])
		}
	case syntax.OpConcat:
		var longest []byte
		for _, sub := range tree.Sub {
			if one := required(sub); len(one) > len(longest) {
				longest = one
			}
		}
		return longest
	}
	return nil
}
