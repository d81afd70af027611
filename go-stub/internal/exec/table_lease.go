package exec

import (
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
)

// leaseGrace is the time between SIGTERM and SIGKILL for commands that lost
// the host with their lease.
const leaseGrace = 5 * time.Second

// CountUnfinished is of lease.Commands.
func (t *Table) CountUnfinished(of func(leaseID string, by *lease.Holder) bool) int {
	return len(t.unfinishedNot(of))
}

// EndUnfinished is of lease.Commands: it signals and does not wait.
func (t *Table) EndUnfinished(of func(leaseID string, by *lease.Holder) bool) int {
	commands := t.unfinishedNot(of)
	for _, c := range commands {
		c.Kill(unix.SIGTERM, leaseGrace)
	}
	return len(commands)
}

func (t *Table) unfinishedNot(of func(leaseID string, by *lease.Holder) bool) []*Command {
	t.mu.Lock()
	defer t.mu.Unlock()
	var commands []*Command
	for _, c := range t.commands {
		if !c.finished() && !of(c.spec.LeaseID, c.startedBy) {
			commands = append(commands, c)
		}
	}
	return commands
}
