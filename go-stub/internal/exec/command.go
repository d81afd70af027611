// Package exec runs commands as objects: a command has an id, its output is
// kept and read from an offset, and no reader that comes or goes disturbs it.
package exec

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/saved"
)

// The states of a command.
const (
	Waiting = "waiting" // for permission
	Running = "running"
	Exited  = "exited"
	Denied  = "denied"
)

// Command is one command from the request to run it until it is forgotten.
type Command struct {
	id          string
	spec        Spec
	fingerprint string
	ring        *ring
	end         ending
	now         func() time.Time
	startedBy   *lease.Holder
	// admitted tells whether it may still begin after the wait for permission.
	admitted func() error
	guard    *sandbox.Guard
	held     *sandbox.Spec // how; nil: as its user is
	loose    string        // why not
	allowed  *quota
	hinted   string // what it was kept from, where the output does not say it
	// save makes the file for its output.
	save func() *saved.File

	// asked is closed when permission was asked for, decided when the command
	// runs, was denied or could not be started, done when it has ended.
	asked, decided, done chan struct{}
	withdraw             context.CancelFunc // stops the wait for permission
	refused              func(reason error)
	starved              func(error) // see Table.Starved; may be nil

	mu       sync.Mutex
	state    string
	callers  int // who wait while it waits for permission
	request  any // the permission request, once asked is closed
	failure  error
	cwd      string
	process  *os.Process
	saved    *saved.File
	pid      int
	stdin    *stdin
	timers   []*time.Timer
	started  time.Time
	ended    time.Time
	exitCode *int
	signal   *string
	timedOut bool
	killed   bool
	unwanted bool // killed while it waited
	// permitted is when it was let in, endedBy why it may not run any more.
	permitted time.Time
	endedBy   string
}

// ID is the command's id.
func (c *Command) ID() string { return c.id }

// Done is closed when the command has ended and all its output is kept.
func (c *Command) Done() <-chan struct{} { return c.done }

// Status is a snapshot.
func (c *Command) Status() Status {
	start, end := c.ring.bounds()
	c.mu.Lock()
	defer c.mu.Unlock()
	s := Status{
		ID: c.id, Key: c.spec.Key, Argv: c.spec.Argv, Command: c.spec.Command, Cwd: c.cwd, State: c.state, PID: c.pid,
		StartedAt: millis(c.started), EndedAt: millis(c.ended), ExitCode: c.exitCode, Signal: c.signal,
		TimedOut: c.timedOut, Killed: c.killed, Output: OutputState{Start: start, End: end},
		WorkspaceID: c.spec.WorkspaceID, SessionID: c.spec.SessionID, LeaseID: c.spec.LeaseID, StartedBy: c.startedBy,
	}
	s.Stdin = c.stdin.state()
	s.OutputPath, s.OutputCut = c.saved.State()
	return s
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Ready waits until the command runs, has ended or cannot run, and answers
// why. ctx ends the wait.
func (c *Command) Ready(ctx context.Context) error {
	select {
	case <-c.decided:
		return c.reason()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *Command) reason() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failure
}

// attach and detach count who waits for a command. A permission that nobody
// waits for any more is not asked for any more.
func (c *Command) attach() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.callers++
}

// Detach says that the caller of Create has gone.
func (c *Command) Detach() {
	c.mu.Lock()
	c.callers--
	abandoned := c.callers == 0 && c.state == Waiting
	c.mu.Unlock()
	if abandoned {
		c.withdraw()
	}
}

func (c *Command) looseWhy() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.loose
}

func (c *Command) exitMeta() ExitMeta {
	s := c.Status()
	c.mu.Lock()
	hint := c.hinted
	c.mu.Unlock()
	return ExitMeta{
		Type: "exit", ExitCode: s.ExitCode, Signal: s.Signal, TimedOut: s.TimedOut, Killed: s.Killed,
		End: s.Output.End, DurationMs: max(0, s.EndedAt-s.StartedAt), Hint: hint,
	}
}
