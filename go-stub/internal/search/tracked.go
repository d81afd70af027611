package search

import (
	"context"
	"sync"
)

// Tracked answers the files and links below root that git's rules do not
// ignore, repository or not, without those of folders .git and of the folder
// skip. More than limit are answered as nil and false.
func Tracked(ctx context.Context, root, home, skip string, limit int) ([]string, bool, error) {
	search, cancel := context.WithCancel(ctx)
	defer cancel()
	var mu sync.Mutex
	var names []string
	w := walk{root: root, home: home, skip: skip, git: true, file: func(_ int, name string) {
		mu.Lock()
		defer mu.Unlock()
		if names = append(names, name); len(names) > limit {
			cancel()
		}
	}}
	err := w.run(search)
	if len(names) > limit {
		return nil, false, ctx.Err()
	}
	return names, true, err
}
