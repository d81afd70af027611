package search

import (
	"context"
	"slices"
	"sort"
	"sync"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/ignore"
)

// FileQuery is a question for names.
type FileQuery struct {
	Root  string // absolute, without symlinks
	Text  string // "" for all, the shortest first
	Type  string // "file", "directory", or "" for both
	Limit int
}

// Find answers the best names for a query, relative to its root; those of
// directories end with '/'. Hidden ones come after the others.
func (n *Names) Find(ctx context.Context, q FileQuery) ([]string, error) {
	x, err := n.indexOf(ctx, q.Root)
	if err != nil {
		return nil, err
	}
	var all []candidate
	wanted := newQuery(q.Text)
	if q.Type != "directory" {
		all = append(all, best(ctx, &wanted, x.files, q.Limit)...)
	}
	if q.Type != "file" {
		all = append(all, best(ctx, &wanted, x.folders, q.Limit)...)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].before(&all[j]) })
	names := make([]string, 0, min(len(all), q.Limit))
	for _, one := range all[:min(len(all), q.Limit)] {
		names = append(names, one.path)
	}
	return names, ctx.Err()
}

type candidate struct {
	path   string
	score  float64
	hidden bool
}

func (c *candidate) before(other *candidate) bool {
	switch {
	case c.hidden != other.hidden:
		return other.hidden
	case c.score != other.score:
		return c.score > other.score
	case len(c.path) != len(other.path):
		return len(c.path) < len(other.path)
	}
	return c.path < other.path
}

// best answers at least the limit best of the targets, in no order.
func best(ctx context.Context, q *query, targets []target, limit int) []candidate {
	var mu sync.Mutex
	var all []candidate
	var group sync.WaitGroup
	for part := range slices.Chunk(targets, max(1024, (len(targets)+workers()-1)/workers())) {
		group.Go(func() {
			found := bestOf(ctx, q, part, limit)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, found...)
		})
	}
	group.Wait()
	return all
}

func bestOf(ctx context.Context, q *query, targets []target, limit int) []candidate {
	var s scorer
	var found []candidate
	for i := range targets {
		if i&0xfff == 0 && ctx.Err() != nil {
			return nil
		}
		t := &targets[i]
		score := 0.0
		if q.whole != "" {
			var ok bool
			if score, ok = s.score(q, t); !ok {
				continue
			}
		}
		found = append(found, candidate{path: t.path, score: score, hidden: ignore.Hidden(t.path)})
		if len(found) >= 2*limit+64 {
			sort.Slice(found, func(i, j int) bool { return found[i].before(&found[j]) })
			found = found[:limit]
		}
	}
	return found
}
