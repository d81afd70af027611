package ignore

import (
	"fmt"
	"strings"
)

// Override is what ripgrep's --glob is: it counts more than every rule, and
// lets in what is hidden or ignored. A nil one says nothing.
type Override struct {
	rules  rules
	allows bool
}

// NewOverride fails for what is no pattern. An empty one is nil.
func NewOverride(pattern string) (*Override, error) {
	one, ok := parseRule(pattern)
	if !ok {
		if pattern = strings.TrimSpace(pattern); pattern == "" || pattern[0] == '#' {
			return nil, nil
		}
		return nil, fmt.Errorf("%q is not a pattern of file names", pattern)
	}
	return &Override{rules: rules{[]rule{one}}, allows: !one.allow}, nil
}

// Match is about a path relative to the search's root. A file that no pattern
// lets in is left out; a folder may have some that are.
func (o *Override) Match(name string, isDir bool) Verdict {
	if o == nil {
		return None
	}
	switch o.rules.match(name, isDir) { // in a file of rules they mean the contrary
	case Ignored:
		return Allowed
	case Allowed:
		return Ignored
	}
	if o.allows && !isDir {
		return Ignored
	}
	return None
}
