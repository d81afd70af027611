package search

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordClass and spaceClass are \w and \s of Unicode, digits are \d.
var (
	wordClass  = `\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\x{200C}\x{200D}` + alphabetic()
	spaceClass = `\t-\r \x{85}\p{Z}`
)

const digitClass = `\p{Nd}`

// alphabetic are the letters that are no letters by their category.
func alphabetic() string {
	var b strings.Builder
	for _, r := range unicode.Other_Alphabetic.R16 {
		if r.Stride == 1 {
			b.WriteString(escapeRange(rune(r.Lo), rune(r.Hi)))
		}
	}
	for _, r := range unicode.Other_Alphabetic.R32 {
		if r.Stride == 1 {
			b.WriteString(escapeRange(rune(r.Lo), rune(r.Hi)))
		}
	}
	return b.String()
}

// strictly takes U+FFFD, by which Go reads bytes that are not UTF-8, out of
// all classes.
func strictly(regex *regexp.Regexp) *regexp.Regexp {
	tree, err := syntax.Parse(regex.String(), syntax.Perl)
	if err != nil {
		return regex
	}
	withoutReplacement(tree)
	if strict, err := regexp.Compile(tree.String()); err == nil {
		return strict
	}
	return regex
}

func withoutReplacement(tree *syntax.Regexp) {
	for _, sub := range tree.Sub {
		withoutReplacement(sub)
	}
	switch tree.Op {
	case syntax.OpAnyChar:
		tree.Op, tree.Rune = syntax.OpCharClass, []rune{0, unicode.MaxRune}
	case syntax.OpAnyCharNotNL:
		tree.Op, tree.Rune = syntax.OpCharClass, []rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}
	case syntax.OpCharClass:
	default:
		return
	}
	ranges := slices.Clone(tree.Rune)
	tree.Rune = tree.Rune[:0:0]
	for i := 0; i < len(ranges); i += 2 {
		low, high := ranges[i], ranges[i+1]
		if utf8.RuneError < low || utf8.RuneError > high {
			tree.Rune = append(tree.Rune, low, high)
			continue
		}
		if low < utf8.RuneError {
			tree.Rune = append(tree.Rune, low, utf8.RuneError-1)
		}
		if utf8.RuneError < high {
			tree.Rune = append(tree.Rune, utf8.RuneError+1, high)
		}
	}
}
