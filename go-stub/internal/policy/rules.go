package policy

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxExpanded bounds what a pattern with wildcards within stands for.
const maxExpanded = 256

// Rules are what is granted in a workspace: its directory, the approvals in
// force, and what a call allows. A wide one of the latter two is given out
// around the secrets whose places are known; Hidden has the rest. What an
// approval was given for and is a link by now is not among them.
func (p *Policy) Rules(workspaceID, root string, allow []Allowed) []Rule {
	p.mu.Lock()
	approvals := slices.Clone(p.approvals.of[workspaceID])
	now := p.now()
	p.mu.Unlock()
	var rules []Rule
	if root != "" {
		rules = append(rules, Rule{root, All, true})
	}
	for i := range approvals {
		one := &approvals[i]
		switch {
		case one.expired(now):
		case one.plain():
			rules = append(rules, p.around(Rule{one.Path, one.Access, one.Tree}, one.Path)...)
		default:
			rules = append(rules, p.expand(Allowed{one.Pattern, one.Access}, one.Path)...)
		}
	}
	for _, one := range allow {
		rules = append(rules, p.expand(one, literal(one.Pattern))...)
	}
	return distinct(rules)
}

// RulesFor are Rules and what was asked about, of a question that is permitted.
func (p *Policy) RulesFor(q Question) []Rule {
	rules := p.Rules(q.WorkspaceID, q.Root, q.Allow)
	for _, t := range q.touches() {
		if Inside(q.Root, t.Path) {
			if p.guard.secret(t.Path) == "" {
				continue // the directory's rule has it
			}
			t.Secret = true // and granted by its name, or by the directory's
		}
		place := t.place()
		rules = append(rules, p.around(place, place.Path)...)
	}
	return distinct(rules)
}

func distinct(rules []Rule) []Rule {
	var list []Rule
	for _, r := range rules {
		if !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	return list
}

// expand are the places of a pattern that are there, in the directory that it
// was given for.
func (p *Policy) expand(a Allowed, within string) []Rule {
	pattern, tree := strings.CutSuffix(a.Pattern, "/*")
	if tree && pattern == "" {
		pattern = "/"
	}
	if !filepath.IsAbs(pattern) || filepath.Clean(pattern) != pattern {
		return nil // it matches no resolved path
	}
	if !strings.ContainsAny(pattern, "*?") {
		return p.around(Rule{pattern, a.Access, tree}, pattern)
	}
	matches, _ := filepath.Glob(strings.NewReplacer("[", `\[`, `\`, `\\`).Replace(pattern))
	var rules []Rule
	for _, match := range matches[:min(len(matches), maxExpanded)] {
		if !Inside(within, match) {
			continue // the name of that directory is no pattern
		}
		rules = append(rules, p.around(Rule{match, a.Access, tree || strings.HasSuffix(pattern, "*") && isDirectory(match)}, within)...)
	}
	return rules
}

func isDirectory(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// around is a rule, or what of it is left beside secrets and the stub's own
// folder. What has become a link, or is below one, is nothing, and so is a
// secret that what was named is not in.
func (p *Policy) around(rule Rule, named string) []Rule {
	real, _, err := Follow(rule.Path)
	own, secret := p.guard.judge(rule.Path)
	if err != nil || real != rule.Path || own || secret != "" && !Inside(secret, named) {
		return nil
	}
	holes := slices.Clone(p.guard.own)
	if secret == "" {
		holes = append(holes, p.guard.known()...)
	}
	return Around(rule, holes)
}

// Around answers rules for all that a rule grants but for the holes in it: the
// kernel can add to what is granted, and not take away. Nothing can be made in
// a directory that has one; its names can be read, and those in the hole.
func Around(rule Rule, holes []string) []Rule {
	within := slices.DeleteFunc(slices.Clone(holes), func(hole string) bool {
		if !Inside(rule.Path, hole) {
			return true
		}
		_, err := os.Lstat(hole)
		return err != nil
	})
	if len(within) == 0 || !rule.Tree {
		if slices.Contains(within, rule.Path) {
			return nil
		}
		return []Rule{rule}
	}
	entries, err := os.ReadDir(rule.Path)
	if err != nil || slices.Contains(within, rule.Path) {
		return nil
	}
	var rules []Rule
	for _, entry := range entries {
		if entry.Type()&os.ModeSymlink != 0 {
			continue // it is decided by where it leads
		}
		rules = append(rules, Around(Rule{filepath.Join(rule.Path, entry.Name()), rule.Access, entry.IsDir()}, within)...)
	}
	if rule.Access.Has(Read) {
		rules = append(rules, Rule{rule.Path, Read, false}) // its names
	}
	return rules
}
