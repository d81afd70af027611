package exec

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// see waits for the command's end, for its last output, and reaps it.
func (c *Command) see(pumps <-chan struct{}) {
	_ = WaitForExit(c.pid)
	c.end.goneAt.Store(ticks())
	c.end.gone.Store(true)
	c.stdin.close()
	c.end.quiet()
	c.mu.Lock()
	killed := c.killed || c.timedOut
	c.mu.Unlock()
	if killed {
		c.ring.unblock()
	}
	<-pumps
	c.reap()
	c.hint()
	c.ring.finish()
	close(c.done)
}

func (c *Command) reap() {
	// Under the lock: a signal is sent to an unreaped process or not at all.
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, timer := range c.timers {
		timer.Stop()
	}
	state, err := c.process.Wait()
	c.ended = c.now()
	c.state = Exited
	if err != nil {
		code := -1
		c.exitCode = &code
		return
	}
	status := state.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		name := unix.SignalName(status.Signal())
		c.signal = &name
		return
	}
	code := status.ExitStatus()
	c.exitCode = &code
}

// hardGrace is the time between SIGTERM and SIGKILL after a timeout.
const hardGrace = 2 * time.Second

func (c *Command) timeOut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state != Running {
		return
	}
	c.timedOut = true
	c.signalLocked(unix.SIGTERM)
	c.timers = append(c.timers, time.AfterFunc(hardGrace, c.forceEnd))
}

// Kill signals the command's process group and session. With a grace of more
// than zero, SIGKILL follows after it. A command that has ended is left alone,
// one that waits for permission is withdrawn.
func (c *Command) Kill(sig syscall.Signal, grace time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.killLocked(sig, grace)
}

func (c *Command) killLocked(sig syscall.Signal, grace time.Duration) {
	if c.state == Waiting {
		c.unwanted = true
		c.withdraw()
	}
	if c.state != Running {
		return
	}
	c.killed = c.killed || ends(sig)
	c.signalLocked(sig)
	if grace > 0 {
		c.timers = append(c.timers, time.AfterFunc(grace, c.forceEnd))
	}
}

func (c *Command) forceEnd() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == Running {
		c.signalLocked(unix.SIGKILL)
	}
}

func (c *Command) signalLocked(sig syscall.Signal) {
	if sig == unix.SIGKILL {
		c.end.forced.Store(true)
	}
	signalSession(c.pid, sig)
	if sig == unix.SIGKILL || (ends(sig) && c.end.gone.Load()) {
		c.ring.unblock()
	}
}

// ends says whether a signal is meant to end a command.
func ends(sig syscall.Signal) bool {
	switch sig {
	case unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGABRT, unix.SIGKILL, unix.SIGTERM:
		return true
	}
	return false
}
