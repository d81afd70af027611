package life

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// Rotated is what `rotate --json` prints.
type Rotated struct {
	V       int  `json:"v"`
	Rotated bool `json:"rotated"` // false: there was no token
	Running bool `json:"running"` // a stub has taken it
	// Token is the one in force, where it was asked for.
	Token string `json:"token,omitempty"`
}

// Rotate replaces the root's token. A stub that runs does it itself, once it
// has proved who it is; where none runs the file is replaced under its lock.
// When it returns an error, the token in the file is the one in force. ctx
// must have a deadline.
func Rotate(ctx context.Context, files layout.Layout) (Rotated, error) {
	for {
		rotated, err := rotateOnce(ctx, files)
		if err == nil || !isPassing(err) {
			return rotated, err
		}
		if !sleep(ctx, poll) {
			return Rotated{}, failure.New(failure.NotReady, "the token of %s could not be rotated in time: %w; `status` says how the stub is", files.Root, err)
		}
	}
}

// rotateOnce answers an error that isPassing when it should be tried again.
func rotateOnce(ctx context.Context, files layout.Layout) (Rotated, error) {
	if _, err := os.Lstat(files.TokenFile()); errors.Is(err, fs.ErrNotExist) {
		return Rotated{V: 1}, nil
	}
	held, err := lockHeld(files.LockFile())
	if err != nil {
		return Rotated{}, err
	}
	if !held {
		return rotateAtRest(ctx, files)
	}
	running, err := findRunning(ctx, files)
	if err != nil {
		return Rotated{}, err
	}
	err = running.rotate(ctx)
	var failed *failure.Error
	switch {
	case err == nil:
		return Rotated{V: 1, Rotated: true, Running: true}, nil
	case errors.As(err, &failed):
		return Rotated{}, err
	}
	// It was rotated by another, or died: whether it has a new token is not
	// known, and one more does no harm.
	return Rotated{}, fmt.Errorf("%w: %w", errUnresponsive, err)
}

func rotateAtRest(ctx context.Context, files layout.Layout) (Rotated, error) {
	lock, err := takeLock(ctx, files.LockFile())
	if err != nil {
		return Rotated{}, err
	}
	defer lock.Release()
	err = renewToken(files, func(_ string, rename func() error) error { return rename() })
	return Rotated{V: 1, Rotated: err == nil}, err
}
