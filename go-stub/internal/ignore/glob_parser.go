package ignore

import (
	"regexp"
	"strings"
)

// globParser writes a glob as a regular expression.
type globParser struct {
	rest  string
	prev  byte // 0 at the beginning
	out   strings.Builder
	depth int
}

func (p *globParser) parse() error {
	if p.rest == "**/" {
		p.rest = "**" // all there is, says globset
	}
	for p.rest != "" {
		c := p.rest[0]
		p.rest = p.rest[1:]
		if err := p.token(c); err != nil {
			return err
		}
	}
	if p.depth != 0 {
		return errGlob
	}
	return nil
}

func (p *globParser) token(c byte) error {
	switch {
	case c == '*':
		p.star()
		return nil
	case c == '?':
		p.out.WriteString(`[^/]`)
	case c == '[':
		return p.class()
	case c == '{':
		p.depth++
		p.out.WriteString(`(?:`)
	case c == '}' && p.depth == 0:
		// globset passes over it.
	case c == '}':
		p.depth--
		p.out.WriteString(`)`)
	case c == ',' && p.depth > 0:
		p.out.WriteString(`|`)
	case c == '\\' && p.rest == "":
		return errGlob
	case c == '\\':
		p.literal(p.rest[0])
		p.prev, p.rest = p.rest[0], p.rest[1:]
		return nil
	default:
		p.literal(c)
	}
	p.prev = c
	return nil
}

func (p *globParser) literal(c byte) { p.out.WriteString(regexp.QuoteMeta(string(rune(c)))) }

// star follows globset: "**" is special only where it fills the space between
// two slashes.
func (p *globParser) star() {
	before := p.prev
	p.prev = '*'
	if !strings.HasPrefix(p.rest, "*") {
		p.out.WriteString(`[^/]*`)
		return
	}
	first := p.out.Len() == 0
	opens := before == '/' || p.depth > 0 && (before == ',' || before == '{')
	after := p.rest[1:]
	ends := after == "" || p.depth > 0 && (after[0] == ',' || after[0] == '}')
	switch {
	case first && after == "":
		p.rest = after
		p.out.WriteString(`.*`)
	case first && after[0] == '/':
		p.rest, p.prev = after[1:], '/'
		p.out.WriteString(`(?:/?|.*/)`)
	case first || !opens || !ends && after[0] != '/':
		p.rest = after
		p.out.WriteString(`[^/]*`)
	case ends:
		p.rest = after
		p.slashes(before, `/.*`)
	default:
		p.rest, p.prev = after[1:], '/'
		p.slashes(before, `(?:/|/.*/)`)
	}
}

// slashes puts what stands for folders in the place of the slash before it.
func (p *globParser) slashes(before byte, folders string) {
	text := p.out.String()
	switch {
	case before != '/':
	case strings.HasSuffix(text, `(?:/?|.*/)`):
		return // "**/**/" is "**/"
	case strings.HasSuffix(text, `(?:/|/.*/)`):
		text = strings.TrimSuffix(text, `(?:/|/.*/)`)
	default:
		text = strings.TrimSuffix(text, `/`)
	}
	p.out.Reset()
	p.out.WriteString(text)
	p.out.WriteString(folders)
}

func (p *globParser) class() error {
	begin := 0
	if strings.HasPrefix(p.rest, "!") || strings.HasPrefix(p.rest, "^") {
		begin = 1
	}
	// A ']' that comes first is one of the characters.
	end := strings.IndexByte(p.rest[min(begin+1, len(p.rest)):], ']')
	if end < 0 {
		return errGlob
	}
	end += begin + 1
	body := p.rest[begin:end]
	p.out.WriteString(`[`)
	if begin == 1 {
		p.out.WriteString(`^`)
	}
	for i := 0; i < len(body); i++ {
		low := rune(body[i])
		high := low
		if i+2 < len(body) && body[i+1] == '-' {
			high = rune(body[i+2])
			i += 2
		}
		if high < low {
			return errGlob
		}
		p.out.WriteString(classRune(low) + `-` + classRune(high))
	}
	p.out.WriteString(`]`)
	p.rest, p.prev = p.rest[end+1:], ']'
	return nil
}

func classRune(r rune) string {
	if r < 0x80 && strings.ContainsRune(`\]^-[&~`, r) {
		return `\` + string(r)
	}
	return string(r)
}
