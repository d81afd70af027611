package snapshot

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
)

// Restored is what was brought back.
type Restored struct {
	Restored int `json:"restored"`
	Removed  int `json:"removed"`
	// Kept are files whose content is in no snapshot: they were left alone.
	Kept []string `json:"kept"`
}

// maxBatch is how much content is in memory at one time.
const maxBatch = 32 << 20

// Restore makes files what they are in a snapshot: those that are named, or
// with nil all. What the snapshot lacks is removed; other files stay as they
// are. When some cannot be restored the others are, and it fails.
func (s *Store) Restore(ctx context.Context, p Place, tree string, names []string) (Restored, error) {
	r, leave, err := s.enter(ctx, p)
	if err != nil {
		return Restored{}, err
	}
	defer leave()
	if err := r.has(ctx, "tree", tree); err != nil {
		return Restored{}, err
	}
	if names == nil {
		now, err := r.track(ctx)
		if err != nil {
			return Restored{}, err
		}
		diffs, err := r.Between(ctx, now, tree, false)
		if err != nil {
			return Restored{}, err
		}
		for i := range diffs {
			names = append(names, diffs[i].File)
		}
	}
	entries, err := r.entries(ctx, tree)
	if err != nil {
		return Restored{}, err
	}
	w := restoring{repository: r, done: Restored{Kept: []string{}}, to: files.Place{Root: r.Dir, Real: r.Dir, Home: r.Home}}
	w.removeAll(names, entries)
	// What is begun is ended, whoever goes: nobody knows what half of it is.
	if err := w.writeAll(context.WithoutCancel(ctx), names, entries); err != nil {
		return Restored{}, err
	}
	if len(w.failed) > 0 {
		return Restored{}, fault.New(fault.Conflict, "restore_incomplete", "%d files could not be brought back, the others were: %s",
			len(w.failed), strings.Join(w.failed[:min(len(w.failed), 5)], " ")).With("restored", w.done.Restored).With("removed", w.done.Removed)
	}
	return w.done, nil
}

// entry is a file of a tree.
type entry struct {
	mode string
	hash string
	size int
}

func (r *repository) entries(ctx context.Context, tree string) (map[string]entry, error) {
	out, err := r.git(ctx, "", "ls-tree", "-r", "-l", "-z", "--full-tree", tree)
	if err != nil {
		return nil, err
	}
	entries := map[string]entry{}
	for _, line := range fields(out) {
		about, name, ok := strings.Cut(line, "\t")
		parts := strings.Fields(about)
		if !ok || len(parts) != 4 {
			continue
		}
		size, _ := strconv.Atoi(parts[3]) // "-" of what has none
		entries[name] = entry{mode: parts[0], hash: parts[2], size: size}
	}
	return entries, nil
}

// restoring is one restoration on its way.
type restoring struct {
	*repository
	to     files.Place
	done   Restored
	failed []string
}

func (w *restoring) fail(name string, err error) {
	w.failed = append(w.failed, fmt.Sprintf("%s (%v)", name, err))
}

// removeAll comes before the writing: what is removed may be in the way.
func (w *restoring) removeAll(names []string, entries map[string]entry) {
	for _, name := range names {
		if _, ok := entries[name]; ok {
			continue
		}
		if is, err := os.Lstat(filepath.Join(w.Dir, name)); err == nil && is.Mode().IsRegular() && is.Size() > w.limits.File {
			w.done.Kept = append(w.done.Kept, name) // it could not be brought back
			continue
		}
		switch removed, err := w.to.RemoveLeaf(name); {
		case err != nil:
			w.fail(name, err)
		case removed:
			w.done.Removed++
		}
	}
}

func (w *restoring) writeAll(ctx context.Context, names []string, entries map[string]entry) error {
	batch, size := []string{}, 0
	for i, name := range names {
		if one, ok := entries[name]; ok {
			if one.mode == mode(noted) {
				w.done.Kept = append(w.done.Kept, name)
			} else {
				batch, size = append(batch, name), size+one.size+100
			}
		}
		if size > maxBatch || i == len(names)-1 && len(batch) > 0 {
			if err := w.writeBatch(ctx, batch, entries); err != nil {
				return err
			}
			batch, size = batch[:0], 0
		}
	}
	return nil
}

func (w *restoring) writeBatch(ctx context.Context, names []string, entries map[string]entry) error {
	var asked strings.Builder
	for _, name := range names {
		asked.WriteString(entries[name].hash + "\n")
	}
	out, complaint, err := w.Git(ctx, strings.NewReader(asked.String()), 2*maxBatch+int(w.limits.File), "cat-file", "--batch")
	if err != nil {
		return err
	}
	if complaint != "" {
		return unavailable("git_failed", "git cat-file failed: %s", complaint)
	}
	for _, name := range names {
		head, rest, _ := bytes.Cut(out, []byte("\n"))
		is := entries[name]
		if parts := bytes.Fields(head); len(parts) != 3 || len(rest) < is.size+1 {
			w.fail(name, fmt.Errorf("its content is not kept any more"))
			out = rest
			continue
		}
		content := rest[:is.size]
		out = rest[is.size+1:]
		changed, err := w.to.Put(name, content, is.mode == "120000", is.mode == "100755")
		switch {
		case err != nil:
			w.fail(name, err)
		case changed:
			w.done.Restored++
		}
	}
	return nil
}
