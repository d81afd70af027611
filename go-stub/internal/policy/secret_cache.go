package policy

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// A look for secrets in a tree goes this deep, at this many names, and is
	// good for so long.
	secretDepth   = 24
	secretNames   = 20_000
	maxSecrets    = 256
	secretsAreNew = 5 * time.Second
	// settled is how old the last change of a directory must be for its names
	// to be known by it: times of files are coarse.
	settled = 2 * time.Second
)

// secretCache remembers the secrets of trees for a moment, and for longer the
// names of directories that have not changed.
type secretCache struct {
	now  func() time.Time
	mu   sync.Mutex
	seen map[string]seenSecrets
}

type seenSecrets struct {
	at    time.Time
	paths []string
	files []identity // what is at each of the paths
	dirs  map[string]seenDir
}

// seenDir is what matters of the names in a directory.
type seenDir struct {
	changed time.Time
	names   int
	secrets []string
	dirs    []string
}

func newSecretCache(now func() time.Time) *secretCache {
	return &secretCache{now: now, seen: map[string]seenSecrets{}}
}

const (
	maxTrees = 512
	// keepTree is how long the names of a tree are kept that nobody works in.
	keepTree = 10 * time.Minute
)

func (c *secretCache) in(tree string, g guard) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	known := c.seen[tree]
	moved := known.moved()
	if known.dirs != nil && now.Sub(known.at) < secretsAreNew && len(moved) == 0 {
		return known.paths
	}
	c.forget(tree, now)
	paths, dirs := findSecrets(tree, g, known.dirs)
	paths = known.follow(tree, paths, moved, g)
	c.seen[tree] = seenSecrets{now, paths, filesAt(paths), dirs}
	return paths
}

// forget drops the names of the trees that nobody works in, and keeps which
// secrets were there: they may have been moved.
func (c *secretCache) forget(but string, now time.Time) {
	for other, of := range c.seen {
		switch {
		case other == but:
		case len(c.seen) >= maxTrees:
			delete(c.seen, other)
		case now.Sub(of.at) >= keepTree:
			of.dirs = nil
			c.seen[other] = of
		}
	}
}

// findSecrets looks at the names nearest to the top first. What is known of a
// directory holds while it has not changed.
func findSecrets(tree string, g guard, known map[string]seenDir) ([]string, map[string]seenDir) {
	var found []string
	now := map[string]seenDir{}
	dirs, names := []string{tree}, secretNames
	for depth := 0; depth < secretDepth && len(dirs) > 0; depth++ {
		var next []string
		for _, dir := range dirs {
			seen := lookInto(dir, g, known[dir], names)
			now[dir] = seen
			found, next = append(found, seen.secrets...), append(next, seen.dirs...)
			if names -= seen.names; names <= 0 || len(found) >= maxSecrets {
				return found[:min(len(found), maxSecrets)], now
			}
		}
		dirs = next
	}
	return found, now
}

func lookInto(dir string, g guard, known seenDir, names int) seenDir {
	var is unix.Stat_t
	if unix.Lstat(dir, &is) != nil {
		return seenDir{}
	}
	changed := time.Unix(is.Ctim.Unix()) // which nobody sets
	if !known.changed.IsZero() && changed.Equal(known.changed) {
		return known
	}
	if int(is.Uid) == os.Geteuid() && unix.Access(dir, unix.R_OK|unix.X_OK) != nil {
		// A command may have made it so, and let itself in again.
		return seenDir{secrets: []string{dir}}
	}
	seen := seenDir{}
	if time.Since(changed) > settled {
		seen.changed = changed
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) > names {
		seen.changed = time.Time{}
	}
	for _, entry := range entries[:min(len(entries), names)] {
		seen.names++
		path := filepath.Join(dir, entry.Name())
		if g.namedSecret(path) != "" {
			seen.secrets = append(seen.secrets, path)
		} else if entry.IsDir() && !isLarge(entry.Name()) {
			seen.dirs = append(seen.dirs, path)
		}
	}
	return seen
}

// isLarge is what others wrote, thousands of files of it.
func isLarge(name string) bool {
	return name == ".git" || name == "node_modules" || name == "vendor" || name == "__pycache__" || strings.HasPrefix(name, ".cache")
}
