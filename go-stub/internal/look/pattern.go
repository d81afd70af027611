package look

import (
	"strings"
	"unicode/utf8"
)

// matches is a shell's pattern on one name: '*', '?', '[…]' and '\'. It never
// takes longer than the product of the lengths.
func matches(pattern, name string) bool {
	p, n := 0, 0
	star, mark := -1, 0
	for n < len(name) {
		if p < len(pattern) && pattern[p] == '*' {
			star, mark = p, n
			p++
			continue
		}
		if p < len(pattern) {
			if width, size := one(pattern[p:], name[n:]); width > 0 {
				p, n = p+width, n+size
				continue
			}
		}
		if star < 0 {
			return false
		}
		mark++
		p, n = star+1, mark
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// one matches a single character: it answers the lengths in both, or 0.
func one(pattern, name string) (width, size int) {
	_, size = utf8.DecodeRuneInString(name)
	switch pattern[0] {
	case '?':
		return 1, size
	case '\\':
		if len(pattern) > 1 && pattern[1] == name[0] {
			return 2, 1
		}
		return 0, 0
	case '[':
		if width, ok := class(pattern, name[:size]); width > 0 {
			if ok {
				return width, size
			}
			return 0, 0
		}
	}
	if pattern[0] == name[0] {
		return 1, 1
	}
	return 0, 0
}

// class is "[a-z]": its length is 0 when it is none.
func class(pattern, char string) (width int, ok bool) {
	i := 1
	negated := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negated {
		i++
	}
	for first := true; i < len(pattern) && (first || pattern[i] != ']'); first = false {
		if strings.HasPrefix(pattern[i:], "[:") {
			// Of what kind does not matter: more is matched than may be.
			if end := strings.Index(pattern[i:], ":]"); end > 0 {
				i += end + 2
				ok = true
				continue
			}
		}
		low, size := utf8.DecodeRuneInString(pattern[i:])
		if low == '\\' && i+1 < len(pattern) {
			i++
			low, size = utf8.DecodeRuneInString(pattern[i:])
		}
		i += size
		high := low
		if i+1 < len(pattern) && pattern[i] == '-' && pattern[i+1] != ']' {
			high, size = utf8.DecodeRuneInString(pattern[i+1:])
			i += 1 + size
		}
		c, _ := utf8.DecodeRuneInString(char)
		ok = ok || low <= c && c <= high
	}
	if i >= len(pattern) {
		return 0, false
	}
	return i + 1, ok != negated
}

// escaped is a text that matches itself only.
func escaped(text string) string {
	if !strings.ContainsAny(text, `*?[]\`) {
		return text
	}
	var out strings.Builder
	for i := range len(text) {
		if strings.IndexByte(`*?[]\`, text[i]) >= 0 {
			out.WriteByte('\\')
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// unescaped takes the backslashes before these characters away, and those at
// the end of a line with it.
func unescaped(text, special string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			if text[i+1] == '\n' {
				i++
				continue
			}
			if strings.IndexByte(special, text[i+1]) >= 0 {
				i++
			}
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// ansi is what $'…' and printf make of backslashes.
func ansi(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 >= len(text) {
			out.WriteByte(text[i])
			continue
		}
		i++
		if at := strings.IndexByte(`abefnrtv\'"?E`, text[i]); at >= 0 {
			out.WriteByte("\a\b\x1b\f\n\r\t\v\\'\"?\x1b"[at])
			continue
		}
		base, digits, from := 8, 3, i
		switch text[i] {
		case 'x':
			base, digits, from = 16, 2, i+1
		case 'u':
			base, digits, from = 16, 4, i+1
		case 'U':
			base, digits, from = 16, 8, i+1
		}
		value, n := 0, 0
		for n < digits && from+n < len(text) {
			d := strings.IndexByte("0123456789abcdef", text[from+n]|0x20)
			if text[from+n] < '0' || d < 0 || d >= base {
				break
			}
			value = value*base + d
			n++
		}
		switch {
		case n == 0:
			out.WriteString(text[i-1 : i+1])
			continue
		case digits > 3:
			out.WriteRune(rune(value & 0x1fffff))
		default:
			out.WriteByte(byte(value))
		}
		i = from + n - 1
	}
	return out.String()
}
