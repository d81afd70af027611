package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/look"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/pty"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

func (s *Server) ptyShells(w http.ResponseWriter, _ *http.Request) error {
	writeJSON(w, http.StatusOK, pty.Shells())
	return nil
}

// ptyList knows only terminals that run, as OpenCode's first protocol does.
func (s *Server) ptyList(w http.ResponseWriter, r *http.Request) error {
	of, _, err := s.workspaceFiles(r)
	if err != nil {
		return err
	}
	running := []pty.Info{}
	for _, info := range s.terminals.List(of.ID) {
		if info.Status == pty.Running {
			running = append(running, info)
		}
	}
	writeJSON(w, http.StatusOK, running)
	return nil
}

func (s *Server) ptyCreate(w http.ResponseWriter, r *http.Request) error {
	info, err := s.createPty(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, info)
	return nil
}

// createPty asks nobody: a terminal belongs to no session, so that no client of
// OpenCode would show the request.
func (s *Server) createPty(r *http.Request) (pty.Info, error) {
	var body struct {
		pty.Spec
		Cwd string `json:"cwd"`
	}
	if err := readJSON(r, &body); err != nil {
		return pty.Info{}, err
	}
	of, place, err := s.workspaceFiles(r)
	if err != nil {
		return pty.Info{}, err
	}
	requested := body.Cwd
	if requested == "" {
		requested = of.Directory
	}
	dir, err := policy.Resolve("cwd", requested, s.cfg.Home)
	if err != nil {
		return pty.Info{}, err
	}
	if err := s.terminalUndenied(&body.Spec, of.ID, dir); err != nil {
		return pty.Info{}, err
	}
	ctx, cancel := s.untilClosing(r.Context())
	defer cancel()
	var permitted time.Time
	var lapses int64
	question := policy.Question{
		WorkspaceID: of.ID, Root: place.Real, Command: commandOf(body.Spec), Unasked: true,
		Touches: []policy.Touch{{Path: dir, Requested: requested, Access: policy.All, Tree: true}},
		Granted: func() { permitted, lapses = s.cfg.Now(), s.lapses.Load() },
	}
	if err := s.policy.Permit(ctx, question); err != nil {
		return pty.Info{}, err
	}
	spec := body.Spec
	if spec.Guard, err = s.guarded(question, sandbox.Terms{}); err != nil {
		return pty.Info{}, err
	}
	spec.Cwd, spec.WorkspaceID, spec.LeaseID, spec.Permitted = dir, of.ID, leaseOf(r), permitted
	var info pty.Info
	err = s.leases.Admit(spec.LeaseID, func(by *lease.Holder) (err error) {
		spec.By = by
		info, err = s.terminals.Create(spec)
		return err
	})
	if err == nil && s.lapses.Load() != lapses {
		s.terminals.EndPermitted(of.ID, permitted, "what it was allowed by was taken back as it began")
	}
	if _, there := s.directoryOf(of.ID); err == nil && !there {
		s.terminals.RemoveAll(of.ID)
		return pty.Info{}, fault.Missing("workspace", of.ID)
	}
	return info, err
}

// terminalUndenied looks at what a terminal begins with, not at what is typed in it.
func (s *Server) terminalUndenied(spec *pty.Spec, workspaceID, dir string) error {
	if spec.Command == "" {
		return nil
	}
	argv := append([]string{spec.Command}, spec.Args...)
	seen := look.Argv(argv, look.Where{Dir: dir, Home: s.cfg.Home, Env: exec.Inherited})
	return s.undenied(exec.Ask{WorkspaceID: workspaceID, Command: strings.Join(argv, " ")}, &seen)
}

func commandOf(spec pty.Spec) string {
	if spec.Command == "" {
		return "a terminal"
	}
	return spec.Command
}

// terminal is the one that a request names, in its workspace.
func (s *Server) terminal(r *http.Request) (*pty.Terminal, error) {
	of, _, err := s.workspaceFiles(r)
	if err != nil {
		return nil, err
	}
	return s.terminals.Get(of.ID, r.PathValue("id"))
}

// runningTerminal does not know one that has ended.
func (s *Server) runningTerminal(r *http.Request) (*pty.Terminal, error) {
	found, err := s.terminal(r)
	if err == nil && found.Info().Status != pty.Running {
		id := r.PathValue("id")
		err = fault.New(fault.NotFound, "pty_not_found", "PTY session not found: %s", id).With("ptyID", id)
	}
	return found, err
}

func (s *Server) ptyGet(w http.ResponseWriter, r *http.Request) error {
	found, err := s.runningTerminal(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, found.Info())
	return nil
}

func (s *Server) ptyUpdate(w http.ResponseWriter, r *http.Request) error {
	found, err := s.runningTerminal(r)
	if err != nil {
		return err
	}
	info, err := s.updatePty(r, found)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, info)
	return nil
}

func (s *Server) updatePty(r *http.Request, terminal *pty.Terminal) (pty.Info, error) {
	var body struct {
		Title string    `json:"title"`
		Size  *pty.Size `json:"size"`
	}
	if err := readJSON(r, &body); err != nil {
		return pty.Info{}, err
	}
	if body.Size != nil && (body.Size.Rows == 0 || body.Size.Cols == 0) {
		return pty.Info{}, fault.Bad("size", "invalid_field", "size needs rows and cols of 1 or more.")
	}
	return s.terminals.Update(terminal, body.Title, body.Size), nil
}

func (s *Server) ptyRemove(w http.ResponseWriter, r *http.Request) error {
	found, err := s.runningTerminal(r)
	if err != nil {
		return err
	}
	s.terminals.Remove(found)
	writeJSON(w, http.StatusOK, true)
	return nil
}

// ptyTicket is OpenCode's PtyTicket.ConnectToken.
type ptyTicket struct {
	Ticket    string `json:"ticket"`
	ExpiresIn int    `json:"expires_in"` // seconds
}

func (s *Server) ptyToken(w http.ResponseWriter, r *http.Request) error {
	ticket, err := s.issueTicket(r, s.runningTerminal)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, ticket)
	return nil
}

// issueTicket wants the header that a page of another origin cannot send.
func (s *Server) issueTicket(r *http.Request, find func(*http.Request) (*pty.Terminal, error)) (ptyTicket, error) {
	if r.Header.Get("X-Opencode-Ticket") != "1" {
		return ptyTicket{}, fault.New(fault.Forbidden, "ticket_refused", "Invalid PTY connect token request")
	}
	found, err := find(r)
	if err != nil {
		return ptyTicket{}, err
	}
	return ptyTicket{
		Ticket: s.tickets.Issue(found.WorkspaceID(), found.Info().ID), ExpiresIn: int(pty.TicketLife.Seconds()),
	}, nil
}
