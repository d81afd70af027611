package exec

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/saved"
)

// maxUnfinished bounds the commands that run or wait at one time.
const maxUnfinished = 512

// maxUnwanted bounds the keys that are remembered for what may come yet.
const maxUnwanted = 1024

// Table holds the commands of a stub. It is safe for concurrent use.
type Table struct {
	gate  Gate
	admit Admit
	now   func() time.Time
	// Save makes the file for a command's whole output; nil for none. It is set
	// before the first command.
	Save func(workspaceID, commandID string) *saved.File
	// Starved is told why a command was not started though it could have been:
	// the host or the stub has nothing left of something. It is set before the
	// first command; nil for nobody.
	Starved func(err error)
	// Guard starts the commands. It is set before the first command; nil holds none.
	Guard *sandbox.Guard

	mu       sync.Mutex
	commands []*Command // in the order they were made
	keys     map[string]*Command
	unwanted []string // keys that were ended, the oldest first
	// forgotten are keys of commands that have run and gave way to others.
	forgotten []string
	sweep     *time.Timer // forgets what is old
	tidy      *time.Timer // gives memory back
	closed    bool
}

// Admit calls enter when work may begin under a lease, or under none with "";
// see lease.Table.
type Admit func(leaseID string, enter func(by *lease.Holder) error) error

// NewTable makes a table whose commands run when admit and where gate lets them.
func NewTable(gate Gate, admit Admit, now func() time.Time) *Table {
	return &Table{gate: gate, admit: admit, now: now, keys: map[string]*Command{}}
}

// Create makes the command, or answers the one that the key names. The caller
// must call Detach on it when it no longer waits for it to run.
func (t *Table) Create(spec Spec) (*Command, error) {
	if err := spec.Check(); err != nil {
		return nil, err
	}
	var c *Command
	var ctx context.Context
	err := t.admit(spec.LeaseID, func(by *lease.Holder) (err error) {
		c, ctx, err = t.enter(spec, by)
		return err
	})
	if err != nil || ctx == nil {
		return c, err
	}
	go func() {
		defer c.withdraw()
		c.begin(ctx, t.gate)
		t.retain()
	}()
	return c, nil
}

// enter answers a nil context for a command that is there already.
func (t *Table) enter(spec Spec, by *lease.Holder) (*Command, context.Context, error) {
	fingerprint := spec.fingerprint()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil, nil, fault.New(fault.Conflict, "stopping", "The stub is stopping; try again when it is back.")
	}
	if c := t.keys[spec.Key]; spec.Key != "" && c != nil {
		if c.fingerprint != fingerprint {
			return nil, nil, fault.New(fault.Conflict, "key_reused", "The key %q belongs to another command (%s).", spec.Key, c.id)
		}
		c.attach()
		return c, nil, nil
	}
	if slices.Contains(t.unwanted, spec.Key) {
		return nil, nil, withdrawn()
	}
	if slices.Contains(t.forgotten, spec.Key) {
		return nil, nil, fault.New(fault.Conflict, "forgotten",
			"The command of the key %q has ended, and what it printed is kept no longer; it is not run again.", spec.Key)
	}
	if t.unfinished() >= maxUnfinished {
		return nil, nil, fault.New(fault.Conflict, "too_many_commands", "%d commands run already; end some of them first.", maxUnfinished)
	}
	ctx, cancel := context.WithCancel(context.Background())
	c := &Command{
		id: id.Ascending("exe"), spec: spec, fingerprint: fingerprint, ring: newRing(spec.keep(), spec.OnFull == "block"),
		now: t.now, asked: make(chan struct{}), decided: make(chan struct{}), done: make(chan struct{}), withdraw: cancel,
		state: Waiting, callers: 1, cwd: spec.Cwd, stdin: newStdin(), startedBy: by, guard: t.Guard,
		admitted: func() error { return t.admit(spec.LeaseID, func(*lease.Holder) error { return nil }) },
	}
	c.save = func() *saved.File {
		if !spec.SaveOutput || t.Save == nil {
			return nil
		}
		return t.Save(spec.WorkspaceID, c.id)
	}
	if t.Starved != nil {
		c.starved = t.Starved
	}
	c.refused = func(reason error) { t.refuse(c, reason) }
	t.commands = append(t.commands, c)
	if spec.Key != "" {
		t.keys[spec.Key] = c
	}
	return c, ctx, nil
}

// refuse forgets a command that never came to be: one with a bad directory,
// one that must be asked for again, one that was withdrawn. One that the user
// denied stays, so that its key does not ask twice.
func (t *Table) refuse(c *Command, reason error) {
	var known *fault.Error
	if !errors.As(reason, &known) || known.Kind != fault.Forbidden {
		t.remove(c)
	}
}

func (t *Table) remove(c *Command) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.removeLocked(c)
}

func (t *Table) removeLocked(c *Command) {
	t.commands = slices.DeleteFunc(t.commands, func(other *Command) bool { return other == c })
	if t.keys[c.spec.Key] == c {
		delete(t.keys, c.spec.Key)
	}
	t.tidyLater()
}
