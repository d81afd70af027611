// Package snapshot keeps what a workspace's files were at some moments, with
// the host's git, in a repository outside of the project. Nothing that the
// project or the user configured for git runs.
package snapshot

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/program"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/vcs"
)

// Limits bound what is kept.
type Limits struct {
	File  int64 // a larger file is known to be there, without its content
	Files int
	Total int64 // of the files of one snapshot
	Store int64 // on disk; past it all is begun anew
}

// Default are the limits of a stub.
var Default = Limits{File: 2 << 20, Files: 50_000, Total: 512 << 20, Store: 1 << 30}

const (
	// maxTime bounds one run of git.
	maxTime = 2 * time.Minute
	// keptFor is how long what no later snapshot has is kept.
	keptFor = "7.days.ago"
	// tidyEvery is how many snapshots are made between two looks at the size.
	tidyEvery = 100
)

// Store is the place of all snapshots.
type Store struct {
	Limits
	dir string
	own string // the stub's own, which is in no snapshot

	mu   sync.Mutex
	open map[string]*repository
}

// Open answers the store below the state. It makes nothing.
func Open(stateDir string) *Store {
	if real, err := filepath.EvalSymlinks(stateDir); err == nil {
		stateDir = real
	}
	return &Store{
		Limits: Default, dir: filepath.Join(stateDir, "snapshots"), own: filepath.Dir(stateDir), open: map[string]*repository{},
	}
}

// Place is a workspace whose files are kept.
type Place struct {
	WorkspaceID string
	Dir         string // without symbolic links
	Home        string // the user's, for git's global rules
}

// repository is one workspace's, for one at a time.
type repository struct {
	*vcs.Repository
	Place
	limits Limits
	gitDir string
	skip   string // relative to the directory
	turn   chan struct{}
	made   int // snapshots since the last look at the size
}

// enter waits for the workspace's turn. The caller calls leave.
func (s *Store) enter(ctx context.Context, p Place) (r *repository, leave func(), err error) {
	if p.Dir == "" || !id.Valid("wrk", p.WorkspaceID) {
		return nil, nil, unavailable("no_directory", "its directory is not there, or is the root of the host")
	}
	s.mu.Lock()
	r = s.open[p.WorkspaceID]
	if r == nil {
		r = &repository{turn: make(chan struct{}, 1), made: tidyEvery}
		s.open[p.WorkspaceID] = r
	}
	s.mu.Unlock()
	select {
	case r.turn <- struct{}{}:
		leave = func() { <-r.turn }
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	git := program.Find("git", p.Dir)
	if git == "" {
		leave()
		return nil, nil, unavailable("no_git", "git is not installed on this host")
	}
	r.Place, r.limits, r.gitDir = p, s.Limits, filepath.Join(s.dir, p.WorkspaceID)
	if r.skip = ""; policy.Inside(p.Dir, s.own) {
		r.skip, _ = filepath.Rel(p.Dir, s.own)
	}
	if r.skip == "." {
		leave()
		return nil, nil, unavailable("own_directory", "%s has what this program keeps itself", p.Dir)
	}
	r.Repository = vcs.Detached(git, p.Dir, r.gitDir, maxTime)
	return r, leave, nil
}

// Forget removes what is kept of a workspace.
func (s *Store) Forget(workspaceID string) error {
	if !id.Valid("wrk", workspaceID) {
		return nil
	}
	s.mu.Lock()
	r := s.open[workspaceID]
	delete(s.open, workspaceID)
	s.mu.Unlock()
	if r != nil {
		r.turn <- struct{}{}
		defer func() { <-r.turn }()
	}
	return os.RemoveAll(filepath.Join(s.dir, workspaceID))
}

func unavailable(code, format string, args ...any) error {
	err := fault.New(fault.SnapshotUnavailable, code, "The files of this workspace cannot be kept for undo: "+format+".", args...)
	return err
}

// attributes keep git from changing what is in files, whatever the project's say.
const attributes = "* -text -ident !filter !working-tree-encoding !eol\n"

// prepare makes the repository where there is none.
func (r *repository) prepare(ctx context.Context) error {
	// Nobody else is here: what is locked is of a stub that was killed.
	_ = os.Remove(filepath.Join(r.gitDir, "index.lock"))
	done := filepath.Join(r.gitDir, "info", "attributes")
	if _, err := os.Stat(done); err == nil {
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := errors.Join(os.RemoveAll(r.gitDir), os.MkdirAll(r.gitDir, 0o700)); err != nil {
		return unavailable("no_place", "%v", err)
	}
	if _, err := r.git(ctx, "", "init", "-q", "--template="); err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(filepath.Dir(done), 0o700), os.WriteFile(done, []byte(attributes), 0o600))
}
