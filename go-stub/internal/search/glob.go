package search

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/ignore"
)

// maxGlobbed bounds the files of which the newest are looked for.
const maxGlobbed = 20_000

// GlobQuery is a question for files by a pattern of ripgrep's --glob.
type GlobQuery struct {
	Root    string // absolute, without symlinks
	Home    string // of the user, for git's global rules
	Pattern string
	Limit   int
}

// Globbed is a file that matches.
type Globbed struct {
	Path     string `json:"path"`     // relative to the root
	Modified int64  `json:"modified"` // Unix milliseconds
}

// Globs are files that match, the newest first.
type Globs struct {
	Files     []Globbed `json:"files"`
	Truncated bool      `json:"truncated"`
}

// Glob answers what `rg --files --glob=PATTERN` lists: without what is hidden or
// ignored, but for what the pattern itself lets in.
func Glob(ctx context.Context, q GlobQuery) (Globs, error) {
	override, err := ignore.NewOverride(q.Pattern)
	if err != nil {
		return Globs{}, fault.Bad("pattern", "invalid_pattern", "%v.", err)
	}
	search, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	var mu sync.Mutex
	var names []string
	w := walk{root: q.Root, home: q.Home, override: override, visible: true, file: func(_ int, name string) {
		mu.Lock()
		defer mu.Unlock()
		if names = append(names, name); len(names) > maxGlobbed {
			cancel()
		}
	}}
	err = w.run(search)
	if ctx.Err() != nil {
		return Globs{}, ctx.Err()
	}
	cut := search.Err() != nil
	if err != nil && !cut {
		return Globs{}, err
	}
	found := make([]Globbed, 0, len(names))
	for _, name := range names {
		found = append(found, Globbed{Path: strings.ToValidUTF8(name, "\uFFFD"), Modified: modified(filepath.Join(q.Root, name))})
	}
	slices.SortFunc(found, func(a, b Globbed) int {
		return cmp.Or(cmp.Compare(b.Modified, a.Modified), strings.Compare(a.Path, b.Path))
	})
	return Globs{Files: found[:min(len(found), q.Limit)], Truncated: cut || len(found) > q.Limit}, nil
}

// modified is 0 for what went meanwhile.
func modified(path string) int64 {
	info, err := os.Lstat(path)
	if err != nil {
		return 0
	}
	return info.ModTime().UnixMilli()
}
