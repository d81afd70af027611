package exec

import (
	"context"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/sys/unix"
)

// How long, how many and how much of commands that have ended are kept.
const (
	keepFinished      = 10 * time.Minute
	maxFinished       = 256
	maxFinishedOutput = 128 << 20
)

// retain forgets finished commands past the bounds, the oldest first, and
// looks again when the youngest of those that stay is due. Their keys run
// nothing again: who asks once more may have been away all the time.
func (t *Table) retain() {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	count, size := 0, int64(0)
	var due []*Command
	for i := len(t.commands) - 1; i >= 0; i-- {
		c := t.commands[i]
		if !c.finished() {
			continue
		}
		start, end := c.ring.bounds()
		count++
		size += end - start
		c.mu.Lock()
		old := now.Sub(c.ended) >= keepFinished
		c.mu.Unlock()
		if old || count > maxFinished || size > maxFinishedOutput {
			due = append(due, c)
		}
	}
	for _, c := range due {
		t.removeLocked(c)
		if c.spec.Key != "" && c.state == Exited {
			t.forgotten = append(t.forgotten, c.spec.Key)
		}
	}
	t.forgotten = t.forgotten[max(0, len(t.forgotten)-maxUnwanted):]
	if len(due) < count && !t.closed {
		t.sweepLater()
	}
	t.tidyLater()
}

func (t *Table) sweepLater() {
	if t.sweep == nil {
		t.sweep = time.AfterFunc(keepFinished, t.retain)
		return
	}
	t.sweep.Reset(keepFinished)
}

// tidyAfter is how long after the last command memory goes back to the system:
// the runtime by itself would hold it for minutes.
const tidyAfter = 5 * time.Second

func (t *Table) tidyLater() {
	if t.closed {
		return
	}
	if t.tidy == nil {
		t.tidy = time.AfterFunc(tidyAfter, t.giveBack)
		return
	}
	t.tidy.Reset(tidyAfter)
}

func (t *Table) giveBack() {
	if t.Unfinished() > 0 {
		return // the end of the last of them comes here again
	}
	runtime.GC() // twice in all: what a sync.Pool holds goes with the second
	debug.FreeOSMemory()
}

// killGrace is the time that commands have to end when the stub stops.
const killGrace = 3 * time.Second

// Close takes no more commands, ends all that run (SIGTERM, and SIGKILL after
// three seconds or when ctx ends) and returns when they have ended.
func (t *Table) Close(ctx context.Context) error {
	t.mu.Lock()
	t.closed = true
	for _, timer := range []*time.Timer{t.sweep, t.tidy} {
		if timer != nil {
			timer.Stop()
		}
	}
	commands := append([]*Command(nil), t.commands...)
	t.mu.Unlock()
	for _, c := range commands {
		c.Kill(unix.SIGTERM, killGrace)
	}
	for _, c := range commands {
		select {
		case <-c.done:
		case <-ctx.Done():
			for _, c := range commands {
				c.forceEnd()
			}
			return ctx.Err()
		}
	}
	return nil
}
