package snapshot

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// goes is a caller that goes once a file is no more.
type goes struct {
	context.Context
	path string
	gone chan struct{}
}

func (c *goes) look() bool {
	if _, err := os.Stat(c.path); err == nil {
		return false
	}
	select {
	case <-c.gone:
	default:
		close(c.gone)
	}
	return true
}

func (c *goes) Done() <-chan struct{} { c.look(); return c.gone }

func (c *goes) Err() error {
	if c.look() {
		return context.Canceled
	}
	return nil
}

func (c *goes) Deadline() (time.Time, bool) { return time.Time{}, false }

func TestARestorationWhoseCallerGoesIsWhole(t *testing.T) {
	g := newGround(t)
	g.write("kept", "before")
	tree := g.track()
	g.write("kept", "after")
	g.write("added", "after")
	ctx := &goes{Context: t.Context(), path: filepath.Join(g.Dir, "added"), gone: make(chan struct{})}
	if _, err := g.store.Restore(ctx, g.Place, tree, []string{"added", "kept"}); err != nil {
		t.Error(err)
	}
	if g.read("added") != "-" || g.read("kept") != "before" {
		t.Errorf("got %q and %q", g.read("added"), g.read("kept"))
	}
}
