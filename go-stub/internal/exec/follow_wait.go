package exec

import (
	"context"
	"time"
)

// linger is how long frames wait for more before they are sent. The start,
// the output and the end of a short command leave together: sshd holds back
// each further small packet until the one before was acknowledged (Nagle).
const linger = 2 * time.Millisecond

// wait returns when there is news, and sends what was written when there is none.
func (f *follower) wait(ctx context.Context, w *waker) error {
	if f.due.IsZero() {
		f.due = time.Now().Add(linger)
	}
	f.timer.Reset(time.Until(f.due))
	select {
	case <-w.c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-f.timer.C:
	}
	f.due = time.Time{}
	if err := f.sink.Flush(); err != nil {
		return err
	}
	f.timer.Reset(heartbeat)
	for {
		select {
		case <-w.c:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-f.timer.C:
			if err := f.beat(); err != nil {
				return err
			}
		}
	}
}

func (f *follower) exit(ctx context.Context) error {
	select {
	case <-f.command.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	// Sent with the end of the answer.
	return writeMeta(f.sink, f.command.exitMeta())
}

func (f *follower) beat() error {
	f.timer.Reset(heartbeat)
	return f.meta(HeartbeatMeta{Type: "heartbeat"})
}

func (f *follower) meta(meta any) error {
	if err := writeMeta(f.sink, meta); err != nil {
		return err
	}
	return f.sink.Flush()
}
