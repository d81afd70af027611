package search

import (
	"context"
	"sync"
	"time"
)

const (
	// trusted is how long an index is used without a look at the tree: a person
	// types several letters in that time.
	trusted = time.Second
	// kept is how long an index that nobody asks for stays in memory.
	kept = 2 * time.Minute
	// maxKept bounds the trees that are remembered.
	maxKept = 8
)

// Names remembers the names in trees for a short while. An index is looked
// over before it is used again: a folder whose time of change is another, or
// rules that are newer, make it read the tree anew.
type Names struct {
	Home string // of the user, for git's global rules

	mu    sync.Mutex
	trees map[string]*tree
}

type tree struct {
	turn chan struct{} // held by who reads the tree: others wait for its result

	mu      sync.Mutex
	index   *index
	checked time.Time
	expiry  *time.Timer
}

// indexOf answers the names below root as they are now, or were a second ago.
func (n *Names) indexOf(ctx context.Context, root string) (*index, error) {
	t := n.tree(root)
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	x, checked := t.get()
	if x != nil && time.Since(checked) < trusted {
		return x, nil
	}
	now := time.Now()
	if x == nil || !x.current(ctx, root) {
		var err error
		if x, err = buildIndex(ctx, root, n.Home); err != nil {
			return nil, err
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	t.set(x, now)
	return x, nil
}

func (n *Names) tree(root string) *tree {
	n.mu.Lock()
	defer n.mu.Unlock()
	if t := n.trees[root]; t != nil {
		t.expiry.Reset(kept)
		return t
	}
	if n.trees == nil || len(n.trees) >= maxKept {
		for _, old := range n.trees {
			old.expiry.Stop()
		}
		n.trees = map[string]*tree{}
	}
	t := &tree{turn: make(chan struct{}, 1)}
	t.expiry = time.AfterFunc(kept, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.trees[root] == t {
			delete(n.trees, root)
		}
	})
	n.trees[root] = t
	return t
}

func (t *tree) get() (*index, time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.index, t.checked
}

func (t *tree) set(x *index, checked time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.index, t.checked = x, checked
}
