package life

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

var errLockHeld = errors.New("another stub holds the lock")

const (
	// A look at the lock by launch, status or stop holds it for microseconds;
	// this is how long serve takes a held lock for such a look.
	glance = 300 * time.Millisecond
	poll   = 10 * time.Millisecond
)

// Lock is the right to be the stub of a root. The kernel gives it back when
// the process ends, however that happens.
type Lock struct{ file *os.File }

// takeLock waits no longer than for glances; errLockHeld when a stub has it.
func takeLock(ctx context.Context, path string) (*Lock, error) {
	ctx, cancel := context.WithTimeout(ctx, glance)
	defer cancel()
	for {
		lock, err := tryLock(path)
		if !errors.Is(err, errLockHeld) || !sleep(ctx, poll) {
			return lock, err
		}
	}
}

func tryLock(path string) (*Lock, error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
		if err != nil {
			return nil, fmt.Errorf("open the lock: %w", err)
		}
		lock := &Lock{file: f}
		if err := flock(f, syscall.LOCK_EX); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if lock.Current() {
			return lock, nil
		}
		// The file was replaced between open and flock.
		lock.Release()
	}
}

// lockHeld tells whether a stub has the lock. It makes nothing.
func lockHeld(path string) (bool, error) {
	f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NOFOLLOW, 0)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("open the lock: %w", err)
	}
	defer func() { _ = f.Close() }()
	err = flock(f, syscall.LOCK_SH)
	if errors.Is(err, errLockHeld) {
		return true, nil
	}
	return false, err
}

// Current tells whether the lock's file is still the one in the run directory:
// not when somebody removed the root under a running stub.
func (l *Lock) Current() bool {
	mine, err := l.file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(l.file.Name())
	return err == nil && os.SameFile(mine, there)
}

// Release gives the lock back. The file stays: removing it would let two
// stubs lock two files of one name.
func (l *Lock) Release() { _ = l.file.Close() }

func flock(f *os.File, how int) error {
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return errLockHeld
		case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOSYS), errors.Is(err, errors.ErrUnsupported):
			return fmt.Errorf("%w: the file system of %s has no locks (%w); give a --root on another one", layout.ErrBadRoot, f.Name(), err)
		default:
			return fmt.Errorf("lock %s: %w", f.Name(), err)
		}
	}
}

// sleep tells whether d passed before ctx ended.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
