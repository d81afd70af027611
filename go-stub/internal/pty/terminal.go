package pty

import (
	"context"
	"errors"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

const (
	// hangUpGrace is the time between SIGHUP and SIGKILL.
	hangUpGrace = time.Second
	// drain is how long output is waited for once the program has ended:
	// what it left behind may hold the terminal open.
	drain = 300 * time.Millisecond
)

// A Terminal is a program on a pseudo-terminal. It is safe for concurrent use.
type Terminal struct {
	spec    Spec
	device  *os.File
	process *os.Process
	output  *buffer
	done    chan struct{} // closed when the program was reaped and its output is in

	mu     sync.Mutex
	info   Info
	reaped bool
}

// see copies output, and reaps the program when it has ended.
func (t *Terminal) see() {
	copied := make(chan struct{})
	go func() {
		defer close(copied)
		part := make([]byte, 32<<10)
		for {
			n, err := t.device.Read(part)
			t.output.add(part[:n])
			if err != nil {
				return
			}
		}
	}()
	_ = exec.WaitForExit(t.process.Pid)
	_ = t.device.SetReadDeadline(time.Now().Add(drain))
	<-copied
	t.reap()
	_ = t.device.Close()
	t.output.finish()
	close(t.done)
}

func (t *Terminal) reap() {
	// Under the lock: a signal is sent to an unreaped process or not at all.
	t.mu.Lock()
	defer t.mu.Unlock()
	code := -1
	if state, err := t.process.Wait(); err == nil {
		status := state.Sys().(syscall.WaitStatus)
		if code = status.ExitStatus(); status.Signaled() {
			code = 128 + int(status.Signal())
		}
	}
	t.reaped = true
	t.info.Status, t.info.ExitCode = Exited, &code
}

// Info is a snapshot.
func (t *Terminal) Info() Info {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.info
}

// WorkspaceID is of the workspace that the terminal belongs to.
func (t *Terminal) WorkspaceID() string { return t.spec.WorkspaceID }

func (t *Terminal) running() bool { return t.Info().Status == Running }

// writeTurn is how often a wait for a program that does not read looks around.
const writeTurn = 200 * time.Millisecond

// Write types into the terminal. While the program does not read it waits, at
// most until ctx ends.
func (t *Terminal) Write(ctx context.Context, text []byte) error {
	for len(text) > 0 {
		_ = t.device.SetWriteDeadline(time.Now().Add(writeTurn))
		n, err := t.device.Write(text)
		text = text[n:]
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !errors.Is(err, os.ErrDeadlineExceeded):
			return err
		}
	}
	return nil
}

func (t *Terminal) resize(size Size) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.reaped {
		return
	}
	if raw, err := t.device.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { resize(int(fd), size) })
	}
}

// end hangs up, and kills what is still there a second later. It does not wait.
func (t *Terminal) end() {
	t.signal(unix.SIGHUP)
	time.AfterFunc(hangUpGrace, func() { t.signal(unix.SIGKILL) })
}

func (t *Terminal) signal(sig syscall.Signal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.reaped {
		exec.SignalSession(t.process.Pid, sig)
	}
}
