package ignore

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A glob is one pattern of an ignore file, as ripgrep's globset reads it: '*'
// and '?' stop at '/', "**" between slashes stands for any number of folders,
// "{a,b}" for either. Text is matched byte by byte.
type glob struct {
	base   string // matches paths whose last element is this
	suffix string // … ends with this
	prefix string // … begins with this
	exact  string // matches this path
	needle string // what a path that matches regex contains
	regex  *regexp.Regexp
}

func (g *glob) matches(path, base string) bool {
	switch {
	case g.base != "":
		return base == g.base
	case g.suffix != "":
		return strings.HasSuffix(base, g.suffix)
	case g.prefix != "":
		return strings.HasPrefix(base, g.prefix)
	case g.exact != "":
		return path == g.exact
	}
	return strings.Contains(path, g.needle) && g.regex.MatchString(wide(path))
}

const special = `*?[]{}\`

// compileGlob fails for what globset refuses too: such a pattern is passed over.
func compileGlob(text string) (*glob, error) {
	if tail, ok := strings.CutPrefix(text, "**/"); ok && !strings.Contains(tail, "/") && tail != "" {
		switch {
		case !strings.ContainsAny(tail, special):
			return &glob{base: tail}, nil
		case tail[0] == '*' && len(tail) > 1 && !strings.ContainsAny(tail[1:], special):
			return &glob{suffix: tail[1:]}, nil
		case tail[len(tail)-1] == '*' && len(tail) > 1 && !strings.ContainsAny(tail[:len(tail)-1], special):
			return &glob{prefix: tail[:len(tail)-1]}, nil
		}
	}
	if text != "" && !strings.ContainsAny(text, special) {
		return &glob{exact: text}, nil
	}
	p := globParser{rest: text}
	if err := p.parse(); err != nil {
		return nil, err
	}
	regex, err := regexp.Compile(`^(?s:` + p.out.String() + `)$`)
	if err != nil {
		return nil, err
	}
	return &glob{regex: regex, needle: needleOf(text)}, nil
}

// needleOf is the longest part of a glob that stands for itself, "" where that
// takes more than a look.
func needleOf(text string) string {
	if strings.ContainsAny(text, `{}[\`) {
		return ""
	}
	longest := ""
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '*' || r == '?' || r == '/' }) {
		if len(part) > len(longest) {
			longest = part
		}
	}
	return longest
}

// wide makes a character of each byte, so that a regexp sees bytes.
func wide(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			var b strings.Builder
			for j := range len(s) {
				b.WriteRune(rune(s[j]))
			}
			return b.String()
		}
	}
	return s
}

var errGlob = errors.New("not a pattern")
