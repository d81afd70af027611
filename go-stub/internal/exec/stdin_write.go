package exec

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// StdinWrite is one request to append to a command's stdin.
type StdinWrite struct {
	Body   io.Reader
	Offset int64 // must equal what was received; < 0 appends
	Close  bool  // end of file after the body
	// Interrupt makes a Read of Body that waits return: it is called when the
	// command no longer takes input.
	Interrupt func()
}

// WriteStdin copies a body into the command's stdin at the speed at which the
// command reads. It returns when ctx ends; what was received until then stays.
func (c *Command) WriteStdin(ctx context.Context, w StdinWrite) (StdinState, error) {
	if err := c.Ready(ctx); err != nil {
		return StdinState{}, err
	}
	s := c.stdin
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return s.state(), ctx.Err()
	}
	now := s.state()
	if w.Offset >= 0 && w.Offset != now.Received {
		return now, fault.New(fault.Conflict, "stdin_offset",
			"stdin of %s has %d bytes, not %d; go on from there.", c.id, now.Received, w.Offset).With("received", now.Received)
	}
	if now.Closed {
		return now, c.stdinClosed()
	}
	err := c.copyStdin(ctx, w)
	if err == nil && w.Close {
		s.close()
	}
	return s.state(), err
}

func (c *Command) copyStdin(ctx context.Context, w StdinWrite) error {
	s := c.stdin
	stop := context.AfterFunc(ctx, func() { _ = s.pipe.SetWriteDeadline(time.Unix(1, 0)) })
	defer func() {
		if !stop() {
			_ = s.pipe.SetWriteDeadline(time.Time{})
		}
	}()
	finished, over := make(chan struct{}), make(chan struct{})
	defer func() {
		close(finished)
		<-over // what is interrupted later would be the next request on the connection
	}()
	go func() {
		defer close(over)
		select {
		case <-s.gone:
			w.Interrupt()
		case <-finished:
		}
	}()
	block := stdinBlocks.Get().(*[]byte)
	defer stdinBlocks.Put(block)
	return c.copyBlocks(ctx, w.Body, *block)
}

func (c *Command) copyBlocks(ctx context.Context, body io.Reader, block []byte) error {
	enlarged := false
	for {
		n, readErr := body.Read(block)
		if n >= busyRead && !enlarged {
			enlarged = true
			enlarge(c.stdin.pipe)
		}
		if n > 0 {
			if err := c.stdin.write(block[:n]); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				c.stdin.close()
				return c.stdinClosed()
			}
		}
		switch {
		case errors.Is(readErr, io.EOF):
			return nil
		case readErr != nil && c.stdin.state().Closed:
			return c.stdinClosed()
		case readErr != nil:
			return fault.New(fault.BadRequest, "body_incomplete", "The body ended early: %v.", readErr).
				With("received", c.stdin.state().Received)
		}
	}
}

func (c *Command) stdinClosed() error {
	return fault.New(fault.Conflict, "stdin_closed", "The command %s takes no more input.", c.id).
		With("received", c.stdin.state().Received)
}
