package session

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

const suffix = ".jsonl"

// Config is what a store works with.
type Config struct {
	StateDir string
	Version  string // of the stub: sessions carry it
	Hub      *events.Hub
	Commands *exec.Table
	Damage   *state.Report
	Log      *slog.Logger
	Now      func() time.Time
	// DirectoryOf answers the directory of a workspace; nil where there are none.
	DirectoryOf func(workspaceID string) (string, bool)
}

// Store holds the sessions of a stub. It is safe for concurrent use.
type Store struct {
	Config
	dir string
	hub *events.Hub

	mu     sync.Mutex
	all    map[string]*Session
	shells sync.WaitGroup
}

// Open loads the sessions below the state directory. A shell command that a
// crash of the stub has ended is recorded as failed.
func Open(cfg Config) (*Store, error) {
	s := &Store{Config: cfg, dir: filepath.Join(cfg.StateDir, "sessions"), hub: cfg.Hub, all: map[string]*Session{}}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), suffix)
		if ok && id.Valid("ses", name) {
			s.load(name)
		}
	}
	return s, nil
}

func (s *Store) load(name string) {
	session := &Session{store: s, info: Info{ID: name}, seq: -1}
	var err error
	session.log, err = openLog(s.file(name), s.Damage, session.apply)
	if err != nil {
		s.Log.Warn("session not loaded", "session", name, "error", err)
		return
	}
	if session.seq < 0 { // an empty file: its creation was never answered
		_ = os.Remove(s.file(name))
		return
	}
	if err := session.recover(); err != nil {
		s.Log.Warn("session not brought up to date", "session", name, "error", err)
	}
	s.all[name] = session
}

// New is what a session begins with. Slug, version and times are filled in.
func (s *Store) New(info Info) (*Session, error) {
	now := s.Now()
	info.ID = id.Descending("ses")
	info.Slug = strings.ToLower(id.Random(8))
	info.Version = s.Version
	info.Time = InfoTime{Created: now.UnixMilli(), Updated: now.UnixMilli()}
	if info.Title == "" {
		info.Title = "New session - " + now.UTC().Format(time.RFC3339)
	}
	session := s.blank(info)
	if err := session.record(created, infoData{SessionID: info.ID, Info: info}, true); err != nil {
		_ = os.Remove(s.file(info.ID)) // empty: the disk is full
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[info.ID] = session
	return session, nil
}

func (s *Store) blank(info Info) *Session {
	return &Session{store: s, info: info, seq: -1, log: &log{path: s.file(info.ID)}}
}

// Get answers the session with this id.
func (s *Store) Get(id string) (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if session, ok := s.all[id]; ok {
		return session, nil
	}
	return nil, fault.Missing("session", id)
}

// List answers the sessions of a workspace, or all with "": the newest first.
func (s *Store) List(workspaceID string) []*Session {
	s.mu.Lock()
	all := make([]*Session, 0, len(s.all))
	for _, session := range s.all {
		all = append(all, session)
	}
	s.mu.Unlock()
	all = slices.DeleteFunc(all, func(session *Session) bool {
		return workspaceID != "" && session.Info().WorkspaceID != workspaceID
	})
	sort.Slice(all, func(i, j int) bool { return all[i].Info().ID < all[j].Info().ID })
	return all
}
