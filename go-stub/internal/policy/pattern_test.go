package policy

import (
	"regexp"
	"strings"
	"testing"
)

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, dir string
		want         bool
	}{
		{"/etc/*", "/etc", true},
		{"/etc/*", "/etc/ssl/private", true},
		{"/etc/*", "/etcetera", false},
		{"/etc", "/etc", true},
		{"/etc", "/etc/ssl", false},
		{"/etc/", "/etc", true},
		{"/*", "/", true},
		{"*", "/any/where", true},
		{"/home/?/x", "/home/a/x", true},
		{"/home/?/x", "/home/ab/x", false},
		{"", "/", false},
		{"/a*b*c", "/aXbYbZc", true},
		{"/a*b*c", "/aXbYbZ", false},
		{"/a.c", "/abc", false},
	} {
		if got := Covers(c.pattern, c.dir); got != c.want {
			t.Errorf("%q covers %q: %v", c.pattern, c.dir, got)
		}
	}
}

func TestAnApprovedNameWithAStarGrantsNoOther(t *testing.T) {
	a := Approval{Pattern: "/srv/a*b/*", Path: "/srv/a*b", Tree: true, Access: All}
	b := (&Rule{Path: "/srv/a*b", Tree: true, Access: All}).approval("", 0, 0)
	for _, one := range []Approval{a, b} {
		if !one.reaches(Touch{Path: "/srv/a*b/c"}) || one.reaches(Touch{Path: "/srv/aXb"}) {
			t.Errorf("%+v", one)
		}
	}
}

func TestInside(t *testing.T) {
	for _, c := range []struct {
		root, dir string
		want      bool
	}{
		{"/a", "/a", true}, {"/a", "/a/b", true}, {"/a", "/ab", false}, {"/a/b", "/a", false}, {"", "/a", false}, {"/", "/a", true},
	} {
		if got := Inside(c.root, c.dir); got != c.want {
			t.Errorf("%q inside %q: %v", c.dir, c.root, got)
		}
	}
}

func FuzzMatches(f *testing.F) {
	for _, seed := range [][2]string{{"/etc/*", "/etc/x"}, {"**?*", "abc"}, {"*a*a*a*b", strings.Repeat("a", 40)}, {"?", "ä"}, {"[a]\\", "[a]\\"}, {"", ""}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if len(pattern) > 60 || len(text) > 200 {
			return
		}
		// Bytes as characters of their own, so that the reference counts them as Matches does.
		var expression strings.Builder
		for _, c := range []byte(pattern) {
			switch c {
			case '*':
				expression.WriteString(".*")
			case '?':
				expression.WriteString(".")
			default:
				expression.WriteString(regexp.QuoteMeta(string(rune(c))))
			}
		}
		var wide strings.Builder
		for _, c := range []byte(text) {
			wide.WriteRune(rune(c))
		}
		want := regexp.MustCompile(`^(?s:` + expression.String() + `)$`).MatchString(wide.String())
		if got := Matches(pattern, text); got != want {
			t.Errorf("%q matches %q: %v", pattern, text, got)
		}
	})
}
