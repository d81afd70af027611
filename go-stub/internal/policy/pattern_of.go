package policy

import (
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// place is what has to be granted for a touch: as little of the host as a
// program can do with, and a kernel can tell apart.
func (t *Touch) place() Rule {
	rule := Rule{Path: t.Path, Access: t.Access, Tree: t.Tree}
	if t.inDirectory() {
		rule.Path, rule.Tree = filepath.Dir(t.Path), true
	}
	return rule
}

// inDirectory says that the directory is what has to be granted: what is not
// there yet is made in one.
func (t *Touch) inDirectory() bool { return t.Made && !t.Tree && t.Access&Edit != 0 && !t.Secret }

// WithMade looks once what of it is not there, for a command that the kernel
// will hold: what is asked, approved and granted goes by that, whatever comes
// or goes meanwhile.
func WithMade(touches []Touch) []Touch {
	for i := range touches {
		_, err := os.Lstat(touches[i].Path)
		touches[i].Made = err != nil
	}
	return touches
}

// pattern is a place in OpenCode's form.
func (r *Rule) pattern() string {
	if r.Tree {
		return below(nameIn(r.Path))
	}
	return nameIn(r.Path)
}

// approval is an "always" for a place.
func (r *Rule) approval(by string, at, until int64) Approval {
	a := Approval{Pattern: r.pattern(), Path: r.Path, Tree: r.Tree, Access: r.Access, By: by, At: at, Until: until}
	if !utf8.ValidString(a.Path) {
		a.Path, a.Tree = literal(a.Pattern), false
	}
	return a
}

// nameIn is a path as a part of a pattern: what is a wildcard there, or cannot
// be said in JSON, is one byte of whatever kind.
func nameIn(path string) string {
	if utf8.ValidString(path) {
		return strings.ReplaceAll(path, "*", "?")
	}
	var b strings.Builder
	for len(path) > 0 {
		r, size := utf8.DecodeRuneInString(path)
		if r == utf8.RuneError && size == 1 || r == '*' {
			b.WriteByte('?')
		} else {
			b.WriteString(path[:size])
		}
		path = path[size:]
	}
	return b.String()
}

// Patterns are what would grant a touch, in OpenCode's form.
func (t *Touch) Patterns() []string {
	place := t.place()
	return []string{place.pattern()}
}

// Warning is what a person should know before a yes; "" for nothing.
func (t *Touch) Warning() string { return warning([]Touch{*t}) }
