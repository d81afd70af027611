package exec

import (
	"context"
	"errors"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Get answers the command with this id.
func (t *Table) Get(id string) (*Command, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.commands {
		if c.id == id {
			return c, nil
		}
	}
	return nil, fault.Missing("command", id)
}

// ForKey answers the command that was made with this key, nil where there is
// none. No other will be made: what asks for it may be on its way, also again.
func (t *Table) ForKey(key string) *Command {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.Contains(t.unwanted, key) {
		t.unwanted = append(t.unwanted, key)
		t.unwanted = t.unwanted[max(0, len(t.unwanted)-maxUnwanted):]
	}
	return t.keys[key]
}

// List answers all commands, the oldest first.
func (t *Table) List() []Status {
	t.mu.Lock()
	commands := slices.Clone(t.commands)
	t.mu.Unlock()
	list := make([]Status, 0, len(commands))
	for _, c := range commands {
		list = append(list, c.Status())
	}
	return list
}

// Forget removes a command; one that runs is ended first. ctx ends the wait
// for that, not the ending.
func (t *Table) Forget(ctx context.Context, id string) error {
	c, err := t.Get(id)
	if err != nil {
		return err
	}
	c.Kill(unix.SIGTERM, hardGrace)
	select {
	case <-c.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	t.remove(c)
	return nil
}

// ForgetAll removes the commands of a workspace: those that run are told to
// end at once, and waited for.
func (t *Table) ForgetAll(ctx context.Context, workspaceID string) error {
	var all []*Command
	t.mu.Lock()
	for _, c := range t.commands {
		if c.spec.WorkspaceID == workspaceID {
			all = append(all, c)
		}
	}
	t.mu.Unlock()
	for _, c := range all {
		c.Kill(unix.SIGTERM, hardGrace)
	}
	for _, c := range all {
		if err := t.Forget(ctx, c.id); err != nil && !errors.Is(err, context.Canceled) {
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != fault.NotFound {
				return err
			}
		}
	}
	return ctx.Err()
}

// Unfinished counts the commands that run or wait for permission.
func (t *Table) Unfinished() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.unfinished()
}

// InUse counts the unfinished commands that keep the stub from being idle: not
// those that stand still because nobody reads their output any more.
func (t *Table) InUse() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := 0
	for _, c := range t.commands {
		if !c.finished() && !c.ring.abandoned() {
			n++
		}
	}
	return n
}

func (t *Table) unfinished() int {
	n := 0
	for _, c := range t.commands {
		if !c.finished() {
			n++
		}
	}
	return n
}

func (c *Command) finished() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// StopIfIdle takes no more commands if there is none unfinished, and reports
// whether that was so.
func (t *Table) StopIfIdle() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.unfinished() > 0 {
		return false
	}
	t.closed = true
	return true
}
