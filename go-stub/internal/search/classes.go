package search

import (
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

// blank writes NUL in the place of bytes that are no UTF-8: to Rust nothing
// matches those, to Go they are U+FFFD. A text that is searched has no NUL.
func blank(line []byte) []byte {
	if utf8.Valid(line) {
		return line
	}
	blanked := slices.Clone(line)
	for at := 0; at < len(blanked); {
		r, size := utf8.DecodeRune(blanked[at:])
		if r == utf8.RuneError && size == 1 {
			blanked[at] = 0
		}
		at += size
	}
	return blanked
}
