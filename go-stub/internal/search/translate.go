package search

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// translate writes a regular expression of Rust for Go: Unicode's classes in
// the place of ASCII's, other names of escapes, and errors for what Go would
// take as something else.
func translate(text string) (string, error) {
	t := translator{rest: text}
	for t.rest != "" {
		if err := t.step(); err != nil {
			return "", err
		}
	}
	return t.out.String(), nil
}

type translator struct {
	rest    string
	out     strings.Builder
	inClass bool
}

var (
	repetition = regexp.MustCompile(`^\{\s*(\d+)\s*(,?)\s*(\d*)\s*\}`)
	codePoint  = regexp.MustCompile(`^\\[uUx](?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2,8}))`)
	scriptName = regexp.MustCompile(`^\\[pP]\{\^?[A-Za-z_ ]*[=:]\s*([A-Za-z_ ]+)\}`)
)

func (t *translator) step() error {
	c := t.rest[0]
	switch {
	case c == '\\':
		return t.escape()
	case c == '\n':
		return invalid(`A match lies within one line: "\n" is not allowed.`)
	case t.inClass:
		return t.class(c)
	case c == '[':
		t.open()
	case c == '.':
		t.put(1, `[^\n\x00]`)
	case c == '{':
		found := repetition.FindStringSubmatch(t.rest)
		if found == nil {
			return invalid(`A "{" that begins no repetition is written as "\{".`)
		}
		t.out.WriteString("{" + found[1] + found[2] + found[3] + "}")
		t.rest = t.rest[len(found[0]):]
	default:
		t.take(1)
	}
	return nil
}

// open begins a class. One that is negated does not match NUL: see blank.
func (t *translator) open() {
	t.inClass = true
	t.take(1)
	if strings.HasPrefix(t.rest, "^") {
		t.put(1, `^\x00`)
	}
	if strings.HasPrefix(t.rest, "]") {
		t.put(1, `\]`)
	}
}

func (t *translator) class(c byte) error {
	switch {
	case strings.HasPrefix(t.rest, "[:"):
		end := strings.Index(t.rest, ":]")
		if end < 0 {
			return invalid(`A "[" in a class is written as "\[".`)
		}
		t.take(end + 2)
	case c == '[' || strings.HasPrefix(t.rest, "&&") || strings.HasPrefix(t.rest, "--") || strings.HasPrefix(t.rest, "~~"):
		return invalid("Classes within classes and set operations need ripgrep on the host.")
	case c == ']':
		t.inClass = false
		t.take(1)
	default:
		t.take(1)
	}
	return nil
}

func (t *translator) take(n int) {
	t.out.WriteString(t.rest[:n])
	t.rest = t.rest[n:]
}

// classes are escapes that mean more than ASCII in Rust.
var classes = map[byte]string{'d': digitClass, 'w': wordClass, 's': spaceClass}

func (t *translator) escape() error {
	if len(t.rest) < 2 {
		return invalid(`It ends in a "\" that escapes nothing.`)
	}
	c := t.rest[1]
	lower := c | 0x20
	switch {
	case classes[lower] != "" && c == lower:
		t.put(2, t.set("", classes[lower]))
	case classes[lower] != "" && t.inClass:
		return t.negatedInClass(lower)
	case classes[lower] != "":
		t.put(2, t.set(`^\x00`, classes[lower]))
	case c == 'n' && !t.inClass:
		return invalid(`A match lies within one line: "\n" is not allowed.`)
	case c == 'Q' || c == 'E' || c == 'C' || c >= '0' && c <= '9':
		return invalid(`"\%c" means nothing.`, c)
	case lower == 'u' || c == 'x':
		return t.codePoint()
	case lower == 'p':
		if named := scriptName.FindStringSubmatch(t.rest); named != nil {
			t.put(len(named[0]), `\`+string(c)+`{`+strings.TrimSpace(named[1])+`}`)
			return nil
		}
		t.property(c == 'P')
	case c == '<' || c == '>':
		t.put(2, `\b`)
	case c < utf8.RuneSelf && !isWord(c):
		t.put(2, regexp.QuoteMeta(string(rune(c))))
		if t.inClass {
			t.undoQuote(c)
		}
	default:
		t.take(2)
	}
	return nil
}

// undoQuote keeps the backslash in a class, where more characters need one.
func (t *translator) undoQuote(c byte) {
	text := strings.TrimSuffix(t.out.String(), regexp.QuoteMeta(string(rune(c))))
	t.out.Reset()
	t.out.WriteString(text + `\x` + fmt.Sprintf("%02x", c))
}

// property takes \pL, \p{Greek} and their opposites.
func (t *translator) property(opposite bool) {
	end := min(3, len(t.rest))
	if close := strings.IndexByte(t.rest, '}'); strings.HasPrefix(t.rest[2:], "{") && close > 0 {
		end = close + 1
	}
	name := t.rest[2:end]
	if opposite && !t.inClass {
		t.put(end, `[^\x00\p`+name+`]`)
		return
	}
	t.take(end)
}

func (t *translator) set(not, class string) string {
	if t.inClass {
		return class
	}
	return "[" + not + class + "]"
}

// negatedInClass has an answer for digits only: \P{Nd} is a class of its own.
func (t *translator) negatedInClass(lower byte) error {
	if lower != 'd' {
		return invalid(`"\%c" within a class needs ripgrep on the host.`, t.rest[1])
	}
	t.put(2, `\P{Nd}`)
	return nil
}

func (t *translator) codePoint() error {
	found := codePoint.FindStringSubmatch(t.rest)
	if found == nil {
		return invalid(`A code point is written as "\u{20AC}".`)
	}
	digits := found[1]
	if digits == "" {
		digits = found[2][:map[byte]int{'x': 2, 'u': min(4, len(found[2])), 'U': len(found[2])}[t.rest[1]]]
		t.put(2+len(digits), `\x{`+digits+`}`)
	} else {
		t.put(len(found[0]), `\x{`+digits+`}`)
	}
	return nil
}

func (t *translator) put(taken int, text string) {
	t.rest = t.rest[taken:]
	t.out.WriteString(text)
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func escapeRange(low, high rune) string { return fmt.Sprintf(`\x{%x}-\x{%x}`, low, high) }
