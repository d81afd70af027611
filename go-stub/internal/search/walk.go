// Package search finds files by name and lines by pattern in a tree, with the
// rules that ripgrep has about what is left out.
package search

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/ignore"
)

const (
	maxWorkers = 8
	// readBatch bounds what is read of a folder between two looks at the context.
	readBatch = 4096
)

// walk visits every regular file below root that the rules let in. What cannot
// be read is passed over, as are the file systems of the kernel. Symbolic
// links are not followed.
type walk struct {
	root string // absolute, without symlinks
	home string

	override *ignore.Override // what it lets in counts, whatever the rules say
	visible  bool             // what is hidden is left out where nothing lets it in
	skip     string           // a folder that is not entered, relative to root; "" for none
	git      bool             // git's rules alone count, and links are visited as files

	// file is called by several workers at a time, with the number of its worker.
	file func(worker int, name string)
	// folder, when it is set, is told of each folder before its files: the
	// time of its last change, and that of its newest file of rules.
	folder func(worker int, name string, changed, ruled time.Time)
	// unread, when it is set, is told that a folder could not be read.
	unread func()

	mu      sync.Mutex
	wake    *sync.Cond
	waiting []task // the last is taken first
	busy    int
}

type task struct {
	name   string // relative to root; "" for it
	rules  *ignore.Dir
	device uint64
}

func workers() int { return min(runtime.GOMAXPROCS(0), maxWorkers) }

// run returns when all was visited or ctx has ended.
func (w *walk) run(ctx context.Context) error {
	w.wake = sync.NewCond(&w.mu)
	info, err := os.Stat(w.root)
	if err != nil {
		return err
	}
	rules := ignore.Root
	if w.git {
		rules = ignore.GitRoot
	}
	w.waiting = []task{{rules: rules(w.root, w.home), device: deviceOf(info)}}
	stop := context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.wake.Broadcast()
	})
	defer stop()
	var group sync.WaitGroup
	for i := range workers() {
		group.Go(func() { w.work(ctx, i) })
	}
	group.Wait()
	return ctx.Err()
}

func (w *walk) work(ctx context.Context, worker int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		for len(w.waiting) == 0 && w.busy > 0 && ctx.Err() == nil {
			w.wake.Wait()
		}
		if len(w.waiting) == 0 || ctx.Err() != nil {
			w.wake.Broadcast()
			return
		}
		next := w.waiting[len(w.waiting)-1]
		w.waiting = w.waiting[:len(w.waiting)-1]
		w.busy++
		w.mu.Unlock()
		found := w.visit(ctx, worker, next)
		w.mu.Lock()
		w.busy--
		w.waiting = append(w.waiting, found...)
		if len(found) > 0 || w.busy == 0 {
			w.wake.Broadcast()
		}
	}
}

// visit answers the folders in a folder.
func (w *walk) visit(ctx context.Context, worker int, t task) []task {
	path := filepath.Join(w.root, t.name)
	dir, err := os.OpenFile(path, os.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		if w.unread != nil && errors.Is(err, fs.ErrPermission) {
			w.unread()
		}
		return nil
	}
	defer func() { _ = dir.Close() }()
	info, err := dir.Stat()
	if err != nil {
		return nil
	}
	device := deviceOf(info)
	if (device != t.device || t.name == "") && ofKernel(dir) {
		return nil
	}
	entries := readAll(ctx, dir)
	rules := t.rules
	present := rulesAmong(entries)
	if t.name != "" {
		rules = rules.Enter(filepath.Base(t.name), path, func(name string) bool { return present[name] != nil })
	}
	if w.folder != nil {
		w.folder(worker, t.name, info.ModTime(), newest(present))
	}
	var folders []task
	for _, entry := range entries {
		isDir := entry.IsDir()
		plain := entry.Type().IsRegular() || w.git && entry.Type()&fs.ModeSymlink != 0
		if !isDir && !plain || ctx.Err() != nil {
			continue
		}
		name := entry.Name()
		if t.name != "" {
			name = t.name + "/" + name
		}
		if leftOut(entry.Name(), isDir) || isDir && name == w.skip || w.verdict(rules, name, entry.Name(), isDir) == ignore.Ignored {
			continue
		}
		if isDir {
			folders = append(folders, task{name: name, rules: rules, device: device})
		} else {
			w.file(worker, name)
		}
	}
	return folders
}

func (w *walk) verdict(rules *ignore.Dir, name, base string, isDir bool) ignore.Verdict {
	if verdict := w.override.Match(name, isDir); verdict != ignore.None {
		return verdict
	}
	verdict := rules.Match(base, isDir)
	if verdict == ignore.None && w.visible && base[0] == '.' {
		return ignore.Ignored
	}
	return verdict
}

func readAll(ctx context.Context, dir *os.File) []fs.DirEntry {
	var all []fs.DirEntry
	for ctx.Err() == nil {
		entries, err := dir.ReadDir(readBatch)
		all = append(all, entries...)
		if err != nil {
			break
		}
	}
	return all
}

// leftOut is OpenCode's --glob=!**/.git/**: a folder .git, but not a file of
// that name, which a worktree has.
func leftOut(name string, isDir bool) bool { return isDir && name == ".git" }

func rulesAmong(entries []fs.DirEntry) map[string]fs.DirEntry {
	var present map[string]fs.DirEntry
	for _, entry := range entries {
		if name := entry.Name(); name[0] == '.' && ignore.IsRules(name) {
			if present == nil {
				present = map[string]fs.DirEntry{}
			}
			present[name] = entry
		}
	}
	return present
}

func newest(present map[string]fs.DirEntry) time.Time {
	var latest time.Time
	for name, entry := range present {
		if name == ".git" {
			continue
		}
		if info, err := entry.Info(); err == nil && info.ModTime().After(latest) {
			latest = info.ModTime()
		}
	}
	return latest
}
