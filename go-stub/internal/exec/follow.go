package exec

import (
	"context"
	"io"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

const heartbeat = 10 * time.Second

// Sink takes a stream of frames. Flush sends what Write has buffered.
type Sink interface {
	io.Writer
	Flush() error
}

// Follow writes frames from offset to the sink: until the command's last one
// when live, else as far as there is output now. The first error of the sink
// or ctx ends it; the command does not notice. An error that is answered
// before anything was written is a *fault.Error for the caller.
func (c *Command) Follow(ctx context.Context, sink Sink, offset int64, live bool) error {
	f := &follower{command: c, sink: sink, offset: offset, live: live, timer: time.NewTimer(heartbeat)}
	defer f.timer.Stop()
	if live {
		c.attach()
		defer c.Detach()
	}
	if goOn, err := f.permission(ctx); err != nil || !goOn {
		return err
	}
	return f.output(ctx)
}

type follower struct {
	command *Command
	sink    Sink
	offset  int64
	live    bool
	timer   *time.Timer
	due     time.Time // when what was written is to be sent; zero: nothing waits
}

// permission tells of the wait for permission and answers whether the command ran.
func (f *follower) permission(ctx context.Context) (bool, error) {
	c := f.command
	select {
	case <-c.decided:
	case <-c.asked:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	select {
	case <-c.decided:
		if err := c.reason(); err != nil {
			return false, err
		}
		return true, nil
	default:
	}
	c.mu.Lock()
	request := c.request
	c.mu.Unlock()
	if err := f.meta(PermissionMeta{Type: "permission", Request: request}); err != nil || !f.live {
		return false, err
	}
	for {
		select {
		case <-c.decided:
			if err := c.reason(); err != nil {
				return false, f.meta(DeniedMeta{Type: "denied", Message: err.Error()})
			}
			return true, nil
		case <-ctx.Done():
			return false, ctx.Err()
		case <-f.timer.C:
			if err := f.beat(); err != nil {
				return false, err
			}
		}
	}
}

func (f *follower) output(ctx context.Context) error {
	c := f.command
	status := c.Status()
	if f.offset > status.Output.End {
		return fault.Bad("offset", "offset_past_end", "Output of %s ends at %d; there is nothing at %d.", c.id, status.Output.End, f.offset)
	}
	if err := writeMeta(f.sink, StartMeta{Type: "start", ID: c.id, Offset: f.offset, PID: status.PID, Loose: c.looseWhy()}); err != nil {
		return err
	}
	w := c.ring.watch()
	defer c.ring.unwatch(w)
	for {
		piece := c.ring.take(f.offset)
		if err := f.write(piece); err != nil {
			return err
		}
		switch {
		case piece.data != nil:
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		case piece.finished:
			return f.exit(ctx)
		case !f.live:
			return f.sink.Flush()
		}
		if err := f.wait(ctx, w); err != nil {
			return err
		}
	}
}

func (f *follower) write(piece chunk) error {
	if piece.data != nil {
		defer f.command.ring.done(piece)
	}
	if piece.offset > f.offset {
		cut := CutMeta{Type: "cut", From: f.offset, To: piece.offset}
		f.offset = piece.offset
		if err := writeMeta(f.sink, cut); err != nil {
			return err
		}
	}
	if piece.data == nil {
		return nil
	}
	f.offset += int64(len(piece.data))
	return writeFrame(f.sink, piece.stream, piece.data)
}
