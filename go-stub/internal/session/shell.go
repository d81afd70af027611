package session

import (
	"context"
	"encoding/json"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/procid"
)

// abortGrace is the time that an aborted command has before SIGKILL.
const abortGrace = 3 * time.Second

// ShellRequest is the body of POST /session/{id}/shell.
type ShellRequest struct {
	Command string `json:"command"`
	Agent   string `json:"agent"`
	Model   *Model `json:"model"`
	LeaseID string `json:"-"` // of the request that asks
}

// shell is a shell command of the user's with the message that it becomes.
type shell struct {
	session *Session
	request ShellRequest
	message assistantMessage
	part    toolPart
	output  output
	done    chan struct{}
	failure error      // of the stub, not of the command
	process *procid.ID // that runs it, where it is known

	// The session's lock guards these.
	command *exec.Command
	aborted bool
}

// Shell runs a command in the session's directory and answers the message that
// holds its output. When ctx ends the command goes on and its end is recorded,
// unless it still waits for permission.
func (s *Session) Shell(ctx context.Context, request ShellRequest) (Message, error) {
	if request.Command == "" {
		return Message{}, fault.Bad("command", "invalid_field", "command is missing.")
	}
	run := &shell{session: s, request: request, done: make(chan struct{})}
	s.mu.Lock()
	if s.shell != nil {
		s.mu.Unlock()
		return Message{}, s.busy()
	}
	s.shell = run
	s.store.shells.Add(1)
	s.mu.Unlock()
	go run.play(ctx)
	select {
	case <-run.done:
	case <-ctx.Done():
		return Message{}, ctx.Err()
	}
	if run.failure != nil {
		return Message{}, run.failure
	}
	return run.result()
}

func (r *shell) result() (Message, error) {
	info, err := events.Encode(r.message)
	if err != nil {
		return Message{}, err
	}
	part, err := events.Encode(r.part)
	return Message{Info: info, Parts: []json.RawMessage{part}}, err
}

// Abort ends the shell command, if one runs, and reports whether one did.
func (s *Session) Abort() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shell == nil {
		return false
	}
	s.shell.aborted = true
	if s.shell.command != nil {
		s.shell.command.Kill(unix.SIGTERM, abortGrace)
	}
	return true
}
