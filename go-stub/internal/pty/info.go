// Package pty runs terminals: programs on pseudo-terminals that clients come
// to and leave, in OpenCode's form.
package pty

import (
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

// Info is a terminal in OpenCode's shape.
type Info struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Command  string   `json:"command"`
	Args     []string `json:"args"`
	Cwd      string   `json:"cwd"`
	Status   string   `json:"status"` // Running or Exited
	PID      int      `json:"pid"`
	ExitCode *int     `json:"exitCode,omitempty"`
}

// The states of a terminal.
const (
	Running = "running"
	Exited  = "exited"
)

// Spec is what a terminal is made from.
type Spec struct {
	Command     string            `json:"command"` // "" for the user's shell
	Args        []string          `json:"args"`
	Cwd         string            `json:"-"` // resolved, and permitted
	Title       string            `json:"title"`
	Env         map[string]string `json:"env"`
	WorkspaceID string            `json:"-"`
	LeaseID     string            `json:"-"`
	By          *lease.Holder     `json:"-"`
	Permitted   time.Time         `json:"-"` // when it was let in
	Guard       *sandbox.Spec     `json:"-"` // nil: nothing holds it
}

// Size is of a terminal's window, in characters.
type Size struct {
	Rows uint16 `json:"rows"`
	Cols uint16 `json:"cols"`
}

// Announce publishes an event of a workspace.
type Announce func(workspaceID, kind string, properties any)
