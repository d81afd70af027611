package pty

import (
	"context"
	"encoding/json"
	"errors"
)

// Errors that end an attachment.
var (
	ErrEnded = errors.New("the terminal's program has ended")
	// ErrExited is the same for one that came too late.
	ErrExited = errors.New("the terminal's program has ended before")
)

// Client takes a terminal's output.
type Client interface {
	Text(text string) error
	Binary(data []byte) error
}

// Attach sends what is kept from a place on (-1: nothing of it), then the
// place that this leads to, then what comes, until ctx ends, the client fails,
// or the terminal has ended (ErrEnded). A client that falls behind what is
// kept misses the rest: it holds up neither the program nor other clients.
func (t *Terminal) Attach(ctx context.Context, to Client, cursor int64) error {
	if !t.running() {
		return ErrExited
	}
	base, end := t.output.bounds()
	at := max(cursor, base)
	if cursor < 0 || at > end {
		at = end
	}
	told := false
	for {
		if !told && at >= end {
			if err := tell(to, at); err != nil {
				return err
			}
			told = true
		}
		r := t.output.read(at)
		switch {
		case r.lost && told:
			// It missed what no longer is kept, and is told where it is now.
			if err := tell(to, r.next); err != nil {
				return err
			}
		case r.text != "":
			if err := to.Text(r.text); err != nil {
				return err
			}
		case r.over:
			return ErrEnded
		case r.wake != nil:
			select {
			case <-r.wake:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		at = r.next
	}
}

// tell sends where a client is: OpenCode's message of control, which begins
// with a zero byte.
func tell(to Client, at int64) error {
	data, err := json.Marshal(map[string]int64{"cursor": at})
	if err != nil {
		return err
	}
	return to.Binary(append([]byte{0}, data...))
}
