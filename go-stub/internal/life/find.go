package life

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/procid"
)

var (
	// errUnknownHolder says that the lock is held, by a stub that has not
	// written its record yet, or by a process of another kind or host.
	errUnknownHolder = errors.New("the lock is held, but by no recorded stub")
	// errUnresponsive says that the lock is held by a stub that does not
	// answer.
	errUnresponsive = errors.New("the running stub does not answer")
)

// findRunning answers the stub that holds the lock, after it has proved who it
// is.
func findRunning(ctx context.Context, files layout.Layout) (peer, error) {
	record, err := runningRecord(files)
	if err != nil {
		return peer{}, err
	}
	token, err := ReadToken(files)
	for {
		if err != nil {
			return peer{}, err
		}
		found := peer{record: record, token: token}
		refused := found.prove(ctx)
		if refused == nil {
			return found, nil
		}
		// It may have been rotated since it was read.
		token, err = ReadToken(files)
		if err == nil && token == found.token {
			return peer{}, fmt.Errorf("%w (pid %d): %w", errUnresponsive, record.PID, refused)
		}
	}
}

// runningRecord answers the record when the process that wrote it is alive.
func runningRecord(files layout.Layout) (Record, error) {
	record, err := readRecord(files)
	if errors.Is(err, fs.ErrNotExist) {
		return Record{}, errUnknownHolder
	}
	if err != nil {
		return Record{}, err
	}
	fate, err := record.Fate()
	if err != nil {
		return Record{}, err
	}
	if fate != procid.Alive {
		return Record{}, fmt.Errorf("%w: the recorded pid %d is %s", errUnknownHolder, record.PID, fate)
	}
	return record, nil
}
