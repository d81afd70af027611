package policy

import (
	"os"
	"slices"
)

// Hidden are the secrets that these rules would grant by the way, and the
// stub's own folder: what is below them must not be seen. Of a very large tree
// it has those that are nearest to its top.
func (p *Policy) Hidden(rules []Rule) []string {
	hidden := slices.Clone(p.guard.own)
	candidates := p.guard.known()
	for _, rule := range rules {
		if rule.Tree {
			candidates = append(candidates, p.found.in(rule.Path, p.guard)...)
		}
	}
	for _, secret := range candidates {
		granted, named := false, false
		for _, rule := range rules {
			granted = granted || rule.Tree && Inside(rule.Path, secret)
			named = named || Inside(secret, rule.Path)
		}
		if !granted || named || slices.Contains(hidden, secret) {
			continue
		}
		if _, err := os.Lstat(secret); err == nil {
			hidden = append(hidden, secret)
		}
	}
	return hidden
}
