// Package server is the stub's HTTP API. openapi.yaml describes it.
package server

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/crowd"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/pty"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/saved"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/search"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/snapshot"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// Config is what the server is given. All fields are required but Own, Level,
// Crowd, Shutdown, RenewToken, Damage, Log and Now.
type Config struct {
	Token    string // bearer token, hex; the first one
	Instance string // random, a new one for each process
	Version  string
	SHA256   string // of the running executable, hex
	StateDir string
	Home     string   // the user's home directory
	Own      []string // the stub's folders, which no command reaches; the default is StateDir
	// Level says how this host's kernel holds commands; the default asks it.
	Level func() sandbox.Level
	// Crowd bounds the connections; the default is by the descriptors there are.
	Crowd    crowd.Limits
	Log      *slog.Logger
	Damage   *state.Report
	Shutdown func(reason string) // asks for a clean end of the process
	Now      func() time.Time
	// RenewToken stores another token; see life.Setup. Without it there is none.
	RenewToken func(swap func(token string, rename func() error) error) error
}

// Server answers the API until it is closed.
type Server struct {
	cfg        Config
	startedAt  time.Time
	token      *token
	handler    http.Handler
	hub        *events.Hub
	policy     *policy.Policy
	workspaces *workspace.Store
	commands   *exec.Table
	leases     *lease.Table
	sessions   *session.Store
	terminals  *pty.Table
	guard      *sandbox.Guard
	tmp        *sandbox.Tmp
	baseline   []policy.Rule // what every command may read
	tickets    *pty.Tickets
	names      *search.Names
	searches   chan struct{} // the searches that run
	outputs    *saved.Store
	snapshots  *snapshot.Store

	closing context.Context
	close   context.CancelFunc

	lapses      atomic.Int64 // how often approvals lapsed
	connections atomic.Int64
	crowd       *crowd.Crowd
	strikes     sync.Map     // of *strikes, by the network of a listener
	lastActive  atomic.Int64 // Unix milliseconds
}

// New loads what is in StateDir. Files that are damaged are set aside and
// reported; the rest is served.
func New(cfg Config) (*Server, error) {
	if cfg.Token == "" || cfg.Instance == "" || cfg.StateDir == "" || cfg.Home == "" {
		return nil, errors.New("server: token, instance, state directory and home are required")
	}
	cfg.fill()
	s := &Server{cfg: cfg, startedAt: cfg.Now(), token: &token{value: cfg.Token}, hub: events.NewHub(cfg.Instance)}
	s.closing, s.close = context.WithCancel(context.Background())
	if err := s.open(); err != nil {
		return nil, err
	}
	s.crowd = crowd.New(cfg.Crowd, cfg.Log)
	s.handler = s.middleware(s.router())
	s.touch()
	return s, nil
}

func (c *Config) fill() {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Damage == nil {
		c.Damage = &state.Report{}
	}
	if c.Shutdown == nil {
		c.Shutdown = func(string) {}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if len(c.Own) == 0 {
		c.Own = []string{c.StateDir}
	}
	if c.Crowd == (crowd.Limits{}) {
		c.Crowd = crowd.LimitsOf(crowd.Descriptors())
	}
	if c.Level == nil {
		c.Level = sandbox.Current
	}
}

func (s *Server) open() (err error) {
	s.workspaces, err = workspace.Open(s.cfg.StateDir, s.cfg.Damage, s.cfg.Now)
	if err != nil {
		return err
	}
	s.policy, err = policy.New(policy.Config{
		StateDir: s.cfg.StateDir, Home: s.cfg.Home, Own: s.cfg.Own, Damage: s.cfg.Damage, Announce: s.announce, Now: s.cfg.Now, Lapsed: s.endLapsed,
	})
	if err != nil {
		return err
	}
	s.leases, err = lease.Open(lease.Config{
		StateDir: s.cfg.StateDir, Damage: s.cfg.Damage, Log: s.cfg.Log, Now: s.cfg.Now, Commands: leased{s}, Announce: s.announceLost,
	})
	if err != nil {
		return err
	}
	s.openGuard()
	s.terminals, s.tickets = pty.NewTable(s.announce), pty.NewTickets(s.cfg.Now)
	s.names, s.searches = &search.Names{Home: s.cfg.Home}, make(chan struct{}, searchesAtOnce)
	s.commands = exec.NewTable(gate{s}, s.leases.Admit, s.cfg.Now)
	s.commands.Starved = func(err error) { s.cfg.Log.Warn("a command was not started", "error", err) }
	s.terminals.Guard, s.commands.Guard = s.guard, s.guard
	s.snapshots = snapshot.Open(s.cfg.StateDir)
	s.outputs = saved.Open(s.cfg.StateDir, s.cfg.Now)
	s.commands.Save = func(workspaceID, commandID string) *saved.File {
		return s.outputs.Create(cmp.Or(workspaceID, workspace.Home), commandID)
	}
	s.sessions, err = session.Open(session.Config{
		StateDir: s.cfg.StateDir, Version: s.cfg.Version, Hub: s.hub, Commands: s.commands,
		Damage: s.cfg.Damage, Log: s.cfg.Log, Now: s.cfg.Now, DirectoryOf: s.directoryOf,
	})
	return err
}

// Handler answers every request of the API.
func (s *Server) Handler() http.Handler { return s.handler }

// Activity is what decides whether the stub is idle.
type Activity struct {
	Connections int // requests being answered, streams too
	Commands    int // running, or waiting for permission (see exec.Table.InUse), and terminals
	Leases      int // in force
	LastActive  time.Time
}

// Activity is a snapshot. While there is a connection, a command or a lease,
// the time is now.
func (s *Server) Activity() Activity {
	a := Activity{Connections: int(s.connections.Load()), Commands: s.commands.InUse() + s.terminals.Running(), Leases: s.leases.InForce()}
	if a.Connections > 0 || a.Commands > 0 || a.Leases > 0 {
		s.touch()
	}
	a.LastActive = time.UnixMilli(s.lastActive.Load())
	return a
}

func (s *Server) touch() { s.lastActive.Store(s.cfg.Now().UnixMilli()) }

// Close ends commands (SIGTERM, then SIGKILL after three seconds), ends
// streams in their proper form, and returns when all is on disk or ctx ends.
func (s *Server) Close(ctx context.Context) error {
	err := errors.Join(s.terminals.Close(ctx), s.commands.Close(ctx), s.sessions.Close(ctx))
	s.guard.Close()
	s.leases.Close()
	s.policy.Close()
	s.close()
	return err
}

// announce publishes a plain event of a workspace.
func (s *Server) announce(workspaceID, kind string, properties any) {
	if err := s.hub.Publish(s.scope(workspaceID), "", kind, properties); err != nil {
		s.cfg.Log.Error("event lost", "type", kind, "error", err)
	}
}

func (s *Server) scope(workspaceID string) events.Scope {
	scope := events.Scope{Workspace: workspaceID}
	if w, err := s.workspaces.Get(workspaceID); err == nil {
		scope.Directory, scope.Project = w.Directory, w.ProjectID
	}
	return scope
}
