package policy

import (
	"os"
	"path/filepath"
	"slices"
)

// maxBeside bounds what is hidden beside what a rule names in a secret: where
// there is more, all of the secret is.
const maxBeside = 256

// Hidden are the secrets that these rules would grant by the way, and the
// stub's own folder: what is below them must not be seen. Of a secret of which
// a rule names a part it is the rest. Of a very large tree it has those that
// are nearest to its top.
func (p *Policy) Hidden(rules []Rule) []string {
	hidden := slices.Clone(p.guard.own)
	candidates := p.guard.known()
	for _, rule := range rules {
		if rule.Tree {
			candidates = append(candidates, p.found.in(rule.Path, p.guard)...)
		}
	}
	// A rule for what is in a secret names it.
	named := slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return p.guard.secret(r.Path) == "" })
	for _, secret := range candidates {
		if !slices.ContainsFunc(rules, func(r Rule) bool { return r.Tree && Inside(r.Path, secret) }) {
			continue
		}
		if _, err := os.Lstat(secret); err != nil {
			continue
		}
		rest, ok := unnamed(secret, named)
		if !ok {
			rest = []string{secret}
		}
		hidden = appendNew(hidden, rest...)
	}
	return hidden
}

// unnamed is what of a secret these rules do not name, and whether that is not
// too much.
func unnamed(path string, named []Rule) (rest []string, ok bool) {
	within := false
	for _, rule := range named {
		if rule.Tree && Inside(rule.Path, path) || rule.Path == path && !isDirectory(path) {
			return nil, true
		}
		within = within || Inside(path, rule.Path)
	}
	if !within {
		return []string{path}, true
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, false
	}
	for _, entry := range entries {
		more, ok := unnamed(filepath.Join(path, entry.Name()), named)
		rest = append(rest, more...)
		if !ok || len(rest) > maxBeside {
			return nil, false
		}
	}
	return rest, true
}
