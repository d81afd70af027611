package main

import (
	"flag"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

const (
	defaultTimeout = 10 * time.Second
	defaultIdle    = 30 * time.Minute
)

func rootFlag(set *flag.FlagSet) *string {
	return set.String("root", layout.DefaultRoot, "where the stub keeps its files")
}

// find resolves --root.
func find(root string, sys system) (layout.Layout, error) {
	resolved, err := layout.ResolveRoot(root, layout.Home(sys.getenv))
	if err != nil {
		return layout.Layout{}, err
	}
	return layout.Find(resolved, layout.Statfs)
}
