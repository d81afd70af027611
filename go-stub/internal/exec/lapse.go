package exec

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// notePermitted is called when the gate lets it in, and nothing can be taken
// back unseen any more.
func (c *Command) notePermitted() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.permitted = c.now()
}

// EndPermitted ends the commands of a workspace that were let in at a time or
// later, and counts them; it does not wait. Their output ends with why.
func (t *Table) EndPermitted(of func(workspaceID string) bool, since time.Time, why string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	ended := 0
	for _, c := range t.commands {
		if of(c.spec.WorkspaceID) && c.lapse(since, why) {
			ended++
		}
	}
	return ended
}

func (c *Command) lapse(since time.Time, why string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.permitted.IsZero() || c.permitted.UnixMilli() < since.UnixMilli() || c.state != Waiting && c.state != Running {
		return false
	}
	c.endLocked(why)
	return true
}

// endBy ends it, for a reason that its output ends with.
func (c *Command) endBy(why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == Running {
		c.endLocked(why)
	}
}

func (c *Command) endLocked(why string) {
	if c.endedBy == "" {
		c.endedBy = why
	}
	c.killLocked(unix.SIGTERM, hardGrace)
}

// endNote is the last of the output of a command that was ended for a reason.
func (c *Command) endNote() {
	c.mu.Lock()
	why := c.endedBy
	c.mu.Unlock()
	if why == "" && c.allowed.spent() {
		why = overQuota(c.allowed.whole) // it had ended by itself
	}
	if why == "" {
		return
	}
	text := "\n[ended by orssh: " + why + "]\n"
	c.saved.Write([]byte(text))
	c.note(text)
}

func overQuota(bytes uint64) string {
	return fmt.Sprintf("it printed more than the %d bytes that maxOutputBytes of the configuration lets it", bytes)
}

// note adds a line of ours to the output: nothing that nobody has read gives
// way to it.
func (c *Command) note(text string) {
	note, stream := []byte(text), byte(FrameStderr)
	if c.spec.Streams == "merged" {
		stream = FrameStdout
	}
	seg := newSegment(max(smallestSegment, len(note)))
	copy(seg.buf, note)
	c.ring.add(stream, seg, len(note))
}
