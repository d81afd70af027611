package pty

import (
	"context"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

const (
	maxRunning = 64
	// maxExited is how many that have ended are remembered.
	maxExited = 25
)

// Table holds the terminals of a stub. It is safe for concurrent use.
type Table struct {
	announce Announce
	// Guard starts the terminals' programs. It is set before the first; nil holds none.
	Guard *sandbox.Guard

	mu        sync.Mutex
	terminals []*Terminal            // the oldest first
	exited    []*Terminal            // in the order they ended
	alive     map[*Terminal]struct{} // removed ones too
	closed    bool
}

// NewTable makes an empty table.
func NewTable(announce Announce) *Table {
	return &Table{announce: announce, alive: map[*Terminal]struct{}{}}
}

// Create starts a terminal.
func (t *Table) Create(spec Spec) (Info, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return Info{}, fault.New(fault.Conflict, "stopping", "The stub is stopping; try again when it is back.")
	}
	if t.runningLocked() >= maxRunning {
		return Info{}, fault.New(fault.Conflict, "too_many_terminals", "%d terminals run already; close some of them first.", maxRunning)
	}
	terminal, err := start(spec, t.Guard)
	if err != nil {
		return Info{}, err
	}
	t.terminals = append(t.terminals, terminal)
	t.alive[terminal] = struct{}{}
	info := terminal.Info()
	t.announce(spec.WorkspaceID, "pty.created", map[string]any{"info": info})
	go t.see(terminal)
	return info, nil
}

func (t *Table) see(terminal *Terminal) {
	terminal.see()
	info := terminal.Info()
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.alive, terminal)
	if !slices.Contains(t.terminals, terminal) {
		return // it was removed, which was said
	}
	t.announce(terminal.spec.WorkspaceID, "pty.exited", map[string]any{"id": info.ID, "exitCode": *info.ExitCode})
	t.exited = append(t.exited, terminal)
	if len(t.exited) > maxExited {
		t.removeLocked(t.exited[0])
	}
}

// List answers the terminals of a workspace, the oldest first.
func (t *Table) List(workspaceID string) []Info {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := []Info{}
	for _, one := range t.terminals {
		if one.spec.WorkspaceID == workspaceID {
			list = append(list, one.Info())
		}
	}
	return list
}

// Get answers a terminal of a workspace.
func (t *Table) Get(workspaceID, id string) (*Terminal, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range t.terminals {
		if one.spec.WorkspaceID == workspaceID && one.Info().ID == id {
			return one, nil
		}
	}
	return nil, fault.New(fault.NotFound, "pty_not_found", "PTY session not found: %s", id).With("ptyID", id)
}

// Update changes what is not empty.
func (t *Table) Update(terminal *Terminal, title string, size *Size) Info {
	if size != nil {
		terminal.resize(*size)
	}
	terminal.mu.Lock()
	if title != "" {
		terminal.info.Title = title
	}
	info := terminal.info
	terminal.mu.Unlock()
	t.announce(terminal.spec.WorkspaceID, "pty.updated", map[string]any{"info": info})
	return info
}

// Remove forgets a terminal; its session is hung up, and killed a second later.
func (t *Table) Remove(terminal *Terminal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.removeLocked(terminal)
}

func (t *Table) removeLocked(terminal *Terminal) {
	same := func(other *Terminal) bool { return other == terminal }
	if !slices.ContainsFunc(t.terminals, same) {
		return
	}
	t.terminals = slices.DeleteFunc(t.terminals, same)
	t.exited = slices.DeleteFunc(t.exited, same)
	terminal.end()
	t.announce(terminal.spec.WorkspaceID, "pty.deleted", map[string]any{"id": terminal.Info().ID})
}

// RemoveAll removes the terminals of a workspace.
func (t *Table) RemoveAll(workspaceID string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range slices.Clone(t.terminals) {
		if one.spec.WorkspaceID == workspaceID {
			t.removeLocked(one)
		}
	}
}

// Running counts the terminals whose program has not ended.
func (t *Table) Running() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.runningLocked()
}

func (t *Table) runningLocked() int {
	n := 0
	for _, one := range t.terminals {
		if one.running() {
			n++
		}
	}
	return n
}

// CountUnfinished is of lease.Commands.
func (t *Table) CountUnfinished(of func(leaseID string, by *lease.Holder) bool) int {
	return len(t.unfinishedNot(of))
}

// EndUnfinished is of lease.Commands: it hangs up and does not wait.
func (t *Table) EndUnfinished(of func(leaseID string, by *lease.Holder) bool) int {
	terminals := t.unfinishedNot(of)
	for _, one := range terminals {
		one.end()
	}
	return len(terminals)
}

func (t *Table) unfinishedNot(of func(leaseID string, by *lease.Holder) bool) []*Terminal {
	t.mu.Lock()
	defer t.mu.Unlock()
	var found []*Terminal
	for _, one := range t.terminals {
		if one.running() && !of(one.spec.LeaseID, one.spec.By) {
			found = append(found, one)
		}
	}
	return found
}

// Close ends all terminals and takes no more. When ctx ends first they are killed.
func (t *Table) Close(ctx context.Context) error {
	t.mu.Lock()
	t.closed = true
	terminals := slices.Collect(maps.Keys(t.alive))
	t.mu.Unlock()
	for _, one := range terminals {
		one.end()
	}
	for _, one := range terminals {
		select {
		case <-one.done:
		case <-ctx.Done():
			one.signal(unix.SIGKILL)
			return ctx.Err()
		}
	}
	return nil
}
