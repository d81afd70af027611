package life

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// LaunchOptions are those of `launch`.
type LaunchOptions struct {
	Files       layout.Layout
	Executable  string // the running one, which serves when no stub does
	SHA256      string // of it
	IdleTimeout time.Duration
}

// Launched is the stub that serves when Launch returns.
type Launched struct {
	Serving
	Adopted        bool // it ran already
	UpgradeWaiting bool // it is another build, and was too busy to be replaced
}

// Launch finds the root's stub or starts one. A running one of another build
// is replaced when it is idle. ctx must have a deadline.
func Launch(ctx context.Context, opts LaunchOptions) (Launched, error) {
	if err := opts.Files.Create(); err != nil {
		return Launched{}, err
	}
	for {
		launched, err := launchOnce(ctx, opts)
		if err == nil || !isPassing(err) {
			return launched, err
		}
		if !sleep(ctx, poll) {
			return Launched{}, gaveUp(opts.Files, err)
		}
	}
}

// isPassing tells of another stub that is about to start or to end.
func isPassing(err error) bool {
	return errors.Is(err, errLockHeld) || errors.Is(err, errUnknownHolder) || errors.Is(err, errUnresponsive)
}

func gaveUp(files layout.Layout, err error) error {
	code := failure.LockTimeout
	if errors.Is(err, errUnresponsive) {
		code = failure.NotReady
	}
	return failure.New(code, "no stub could be started for %s in time: %w; `stop` ends a running one, and %s may say more", files.Root, err, files.LogFile())
}

// launchOnce answers an error that isPassing when it should be tried again.
func launchOnce(ctx context.Context, opts LaunchOptions) (Launched, error) {
	held, err := lockHeld(opts.Files.LockFile())
	if err != nil {
		return Launched{}, err
	}
	if !held {
		return start(ctx, opts)
	}
	running, err := findRunning(ctx, opts.Files)
	if err != nil {
		return Launched{}, err
	}
	adopted := Launched{Serving: Serving{Record: running.record, Predecessor: NoPredecessor}, Adopted: true}
	if running.record.SHA256 == opts.SHA256 {
		return adopted, nil
	}
	ends, err := running.shutDownIfIdle(ctx)
	if err != nil {
		return Launched{}, fmt.Errorf("%w: %w", errUnresponsive, err)
	}
	if ends {
		return Launched{}, fmt.Errorf("%w: pid %d, of another build, is ending", errLockHeld, running.record.PID)
	}
	adopted.UpgradeWaiting = true
	return adopted, nil
}

func start(ctx context.Context, opts LaunchOptions) (Launched, error) {
	if err := checkExecutable(opts.Executable, opts.SHA256); err != nil {
		return Launched{}, err
	}
	serving, err := spawn(ctx, opts.Executable, opts.Files, opts.IdleTimeout)
	return Launched{Serving: serving}, err
}
