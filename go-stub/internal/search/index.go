package search

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// maxIndexed bounds what is remembered of a tree: about 150 bytes a file.
const maxIndexed = 500_000

// index is the names in a tree at one moment. It does not change.
type index struct {
	files   []target
	folders []target
	seen    []seenFolder
	full    bool // the tree has more
}

// seenFolder tells whether entries came or went since, or rules changed.
type seenFolder struct {
	name    string
	changed time.Time
	ruled   time.Time
}

func buildIndex(ctx context.Context, root, home string) (*index, error) {
	n := workers()
	files, seen := make([][]target, n), make([][]seenFolder, n)
	var count atomic.Int64
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := walk{
		root: root, home: home,
		file: func(worker int, name string) {
			if count.Add(1) > maxIndexed {
				cancel()
				return
			}
			files[worker] = append(files[worker], newTarget(name))
		},
		folder: func(worker int, name string, changed, ruled time.Time) {
			seen[worker] = append(seen[worker], seenFolder{name, changed, ruled})
		},
	}
	err := w.run(ctx)
	x := &index{files: slices.Concat(files...), seen: slices.Concat(seen...), full: count.Load() > maxIndexed}
	if err != nil && !x.full {
		return nil, err
	}
	x.folders = foldersOf(x.files)
	return x, nil
}

// foldersOf answers the folders that have a file somewhere below them, each
// with the '/' at its end that OpenCode tells them by.
func foldersOf(files []target) []target {
	known := map[string]struct{}{}
	var folders []target
	last := ""
	for i := range files {
		end := strings.LastIndexByte(files[i].path, '/')
		if end < 0 || files[i].path[:end+1] == last {
			continue
		}
		last = files[i].path[:end+1]
		for at := end; at > 0; at = strings.LastIndexByte(files[i].path[:at], '/') {
			name := files[i].path[:at+1]
			if _, ok := known[name]; ok {
				break
			}
			known[name] = struct{}{}
			folders = append(folders, newTarget(name))
		}
	}
	return folders
}

// current says whether the tree still has the names of the index. It looks at
// each folder once, not at files.
func (x *index) current(ctx context.Context, root string) bool {
	changed := atomic.Bool{}
	var group sync.WaitGroup
	for part := range slices.Chunk(x.seen, max(1, (len(x.seen)+workers()-1)/workers())) {
		group.Go(func() {
			for i := range part {
				if changed.Load() || ctx.Err() != nil {
					return
				}
				if part[i].differs(root) {
					changed.Store(true)
				}
			}
		})
	}
	group.Wait()
	return !changed.Load()
}

func (f *seenFolder) differs(root string) bool {
	path := filepath.Join(root, f.name)
	var stat unix.Stat_t
	if unix.Lstat(path, &stat) != nil || !time.Unix(stat.Mtim.Unix()).Equal(f.changed) {
		return true
	}
	if f.ruled.IsZero() {
		return false
	}
	for _, name := range []string{".gitignore", ".ignore", ".rgignore"} {
		if info, err := os.Lstat(filepath.Join(path, name)); err == nil && info.ModTime().After(f.ruled) {
			return true
		}
	}
	return false
}
