package life

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// Stopped is what `stop --json` prints.
type Stopped struct {
	V          int  `json:"v"`
	WasRunning bool `json:"wasRunning"`
	Killed     bool `json:"killed"` // it did not end by itself
	PID        int  `json:"pid,omitempty"`
}

// Stop ends the root's stub and returns when its lock is free: SIGTERM, and
// SIGKILL when that took longer than timeout. Only a process that is the one
// in the record, by pid, start time and boot, is ever signalled, and only
// while the lock is held. Not running is success.
func Stop(ctx context.Context, files layout.Layout, timeout time.Duration) (Stopped, error) {
	process, record, err := awaitHolder(ctx, files, timeout)
	if err != nil || process == nil {
		return Stopped{V: 1}, err
	}
	defer func() { _ = process.Release() }()
	stopped := Stopped{V: 1, WasRunning: true, PID: record.PID}
	if err := sendSignal(process, syscall.SIGTERM); err != nil {
		return stopped, err
	}
	if free, err := awaitFree(ctx, files, timeout); free || err != nil {
		return stopped, err
	}
	stopped.Killed = true
	if err := sendSignal(process, syscall.SIGKILL); err != nil {
		return stopped, err
	}
	free, err := awaitFree(ctx, files, timeout)
	if err == nil && !free {
		err = failure.New(failure.LockTimeout, "pid %d was killed, but the lock %s is still held", record.PID, files.LockFile())
	}
	if err == nil {
		removeRecord(files, record.Instance)
	}
	return stopped, err
}

// awaitHolder answers the process that holds the lock, or nil when nobody
// does. A stub that starts has the lock shortly before it has a record.
func awaitHolder(ctx context.Context, files layout.Layout, timeout time.Duration) (*os.Process, Record, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for {
		held, err := lockHeld(files.LockFile())
		if err != nil || !held {
			return nil, Record{}, err
		}
		process, record, err := holder(files)
		if err == nil || !errors.Is(err, errUnknownHolder) {
			return process, record, err
		}
		if !sleep(ctx, poll) {
			return nil, Record{}, failure.New(failure.LockTimeout, "nothing was stopped: %w; see who has %s open", err, files.LockFile())
		}
	}
}

// holder pins the process (by a pidfd where the kernel has them) before it
// checks who that is, so that the pid cannot change hands in between.
func holder(files layout.Layout) (*os.Process, Record, error) {
	pinned, err := readRecord(files)
	if err != nil {
		return nil, Record{}, fmt.Errorf("%w: %w", errUnknownHolder, err)
	}
	process, err := os.FindProcess(pinned.PID)
	if err != nil {
		return nil, Record{}, fmt.Errorf("%w: %w", errUnknownHolder, err)
	}
	record, err := runningRecord(files)
	if err == nil && record.ID != pinned.ID {
		err = errUnknownHolder
	}
	if err != nil {
		_ = process.Release()
		return nil, Record{}, err
	}
	return process, record, nil
}

func sendSignal(process *os.Process, sig os.Signal) error {
	if err := process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("signal pid %d: %w", process.Pid, err)
	}
	return nil
}

// awaitFree tells whether the lock was given back within timeout.
func awaitFree(ctx context.Context, files layout.Layout, timeout time.Duration) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	for {
		held, err := lockHeld(files.LockFile())
		if err != nil || !held {
			return !held, err
		}
		if !sleep(ctx, poll) {
			return false, nil
		}
	}
}
