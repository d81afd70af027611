// Package workspace keeps what OpenCode calls a workspace: a directory of this
// host that a project of the user's machine is worked on in.
package workspace

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Workspace has OpenCode's shape.
type Workspace struct {
	ID        string          `json:"id"`
	Type      string          `json:"type"`
	Name      string          `json:"name"`
	Branch    *string         `json:"branch"`
	Directory string          `json:"directory"`
	Extra     json.RawMessage `json:"extra"`
	ProjectID string          `json:"projectID"`
	TimeUsed  int64           `json:"timeUsed"` // Unix milliseconds
	sandbox.Terms

	// Resolved is where its directory led when it was given: what it leads to
	// later is not the workspace's. ByLink says that there was a link on the way.
	Resolved string `json:"-"`
	ByLink   bool   `json:"-"`
}

// record is a workspace on disk.
type record struct {
	Workspace
	Resolved string `json:"resolved"`
	ByLink   bool   `json:"byLink"`
}

func recordOf(w Workspace) record { return record{w, w.Resolved, w.ByLink} }

// Store is safe for concurrent use. What it answers was on disk first.
type Store struct {
	dir string
	now func() time.Time

	mu  sync.Mutex
	all map[string]Workspace
}

// Open loads the workspaces below stateDir.
func Open(stateDir string, damage *state.Report, now func() time.Time) (*Store, error) {
	s := &Store{dir: filepath.Join(stateDir, "workspaces"), now: now, all: map[string]Workspace{}}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".json")
		if ok && id.Valid("wrk", name) {
			s.load(name, damage)
		}
	}
	return s, nil
}

func (s *Store) load(name string, damage *state.Report) {
	var kept record
	err := state.ReadJSON(s.file(name), &kept)
	w := kept.Workspace
	w.Resolved, w.ByLink = kept.Resolved, kept.ByLink
	if err == nil && (w.ID != name || !filepath.IsAbs(w.Directory) || w.ProjectID == "") {
		err = state.SetAside(s.file(name), errors.New("it does not describe the workspace "+name))
	}
	if err != nil {
		damage.Damaged(s.file(name), err)
		return
	}
	if w.Resolved == "" { // of an earlier version
		w.Resolved, _ = filepath.EvalSymlinks(w.Directory)
		w.ByLink = true
	}
	s.all[name] = w
}

// Register adds a workspace and reports whether it is new. One that is known
// takes over what is named anew; the same id for another project is a Conflict,
// for the events of its sessions carry the project. So is a directory that has
// become a link since it was given, or is below one.
func (s *Store) Register(w Workspace) (Workspace, bool, error) {
	if w.ID == "" {
		w.ID = id.Ascending("wrk")
	}
	if err := check(w); err != nil {
		return Workspace{}, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.all[w.ID]; ok {
		if old.ProjectID != w.ProjectID {
			return Workspace{}, false, fault.New(fault.Conflict, "workspace_exists",
				"The workspace %s is %s of project %s already; remove it first, or give it another id.", w.ID, old.Directory, old.ProjectID)
		}
		w, err := s.update(old, w)
		return w, false, err
	}
	if w.Type == "" {
		w.Type = "ssh"
	}
	if w.Name == "" {
		w.Name = filepath.Base(w.Directory)
	}
	if len(w.Extra) == 0 {
		w.Extra = json.RawMessage("null")
	}
	w.TimeUsed = s.now().UnixMilli()
	if err := state.WriteJSON(s.file(w.ID), recordOf(w)); err != nil {
		return Workspace{}, false, err
	}
	s.all[w.ID] = w
	return w, true, nil
}

// update is called under the lock. What is not named stays.
func (s *Store) update(old, w Workspace) (Workspace, error) {
	if old.Directory == w.Directory && old.Resolved != w.Resolved && !old.ByLink && old.Resolved != "" {
		return Workspace{}, old.Elsewhere(w.Resolved)
	}
	is := old
	is.Directory, is.Resolved, is.ByLink = w.Directory, w.Resolved, w.ByLink
	is.Type, is.Name = cmp.Or(w.Type, old.Type), cmp.Or(w.Name, old.Name)
	if w.Branch != nil {
		is.Branch = w.Branch
	}
	if len(w.Extra) > 0 {
		is.Extra = w.Extra
	}
	if !w.Same(&sandbox.Terms{}) {
		is.Terms = w.Terms
	}
	if same(old, is) {
		return old, nil
	}
	if err := state.WriteJSON(s.file(is.ID), recordOf(is)); err != nil {
		return Workspace{}, err
	}
	s.all[is.ID] = is
	return is, nil
}

func same(a, b Workspace) bool {
	return a.Directory == b.Directory && a.Resolved == b.Resolved && a.ByLink == b.ByLink && a.Type == b.Type && a.Name == b.Name && a.Same(&b.Terms) && bytes.Equal(a.Extra, b.Extra) &&
		(a.Branch == b.Branch || a.Branch != nil && b.Branch != nil && *a.Branch == *b.Branch)
}

// Get answers the workspace with this id.
func (s *Store) Get(id string) (Workspace, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w, ok := s.all[id]; ok {
		return w, nil
	}
	return Workspace{}, fault.Missing("workspace", id)
}

// List answers all, by id: the oldest first.
func (s *Store) List() []Workspace {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Workspace, 0, len(s.all))
	for _, w := range s.all {
		list = append(list, w)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].ID < list[j].ID })
	return list
}

// Remove forgets a workspace and answers what it was.
func (s *Store) Remove(id string) (Workspace, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.all[id]
	if !ok {
		return Workspace{}, fault.Missing("workspace", id)
	}
	if err := os.Remove(s.file(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Workspace{}, err
	}
	delete(s.all, id)
	return w, nil
}

func (s *Store) file(id string) string { return filepath.Join(s.dir, id+".json") }
