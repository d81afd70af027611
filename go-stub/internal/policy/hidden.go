package policy

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// A look for secrets in a tree goes this deep, at this many names, and is
	// good for so long.
	secretDepth   = 3
	secretNames   = 2000
	secretsAreNew = 5 * time.Second
)

// Hidden are the secrets that these rules would grant by the way, and the
// stub's own folder: what is below them must not be seen. Of a large tree it
// has those that are not far down.
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

// secretCache remembers the secrets of trees for a moment.
type secretCache struct {
	now  func() time.Time
	mu   sync.Mutex
	seen map[string]seenSecrets
}

type seenSecrets struct {
	at    time.Time
	paths []string
}

func newSecretCache(now func() time.Time) *secretCache {
	return &secretCache{now: now, seen: map[string]seenSecrets{}}
}

func (c *secretCache) in(tree string, g guard) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if known, ok := c.seen[tree]; ok && now.Sub(known.at) < secretsAreNew {
		return known.paths
	}
	for other, known := range c.seen {
		if now.Sub(known.at) >= secretsAreNew {
			delete(c.seen, other)
		}
	}
	found := findSecrets(tree, g)
	c.seen[tree] = seenSecrets{now, found}
	return found
}

// findSecrets looks at the names nearest to the top first.
func findSecrets(tree string, g guard) []string {
	var found []string
	dirs, names := []string{tree}, secretNames
	for depth := 0; depth < secretDepth && len(dirs) > 0; depth++ {
		var next []string
		for _, dir := range dirs {
			entries, _ := os.ReadDir(dir)
			for _, entry := range entries {
				if names--; names < 0 {
					return found
				}
				path := filepath.Join(dir, entry.Name())
				if g.namedSecret(path) != "" {
					found = append(found, path)
				} else if entry.IsDir() && !tooLarge(entry.Name()) {
					next = append(next, path)
				}
			}
		}
		dirs = next
	}
	return found
}

func tooLarge(name string) bool {
	return name == ".git" || name == "node_modules" || name == "vendor" || strings.HasPrefix(name, ".cache")
}
