package exec

import "time"

// Reader reads a command's output inside of this process.
type Reader struct {
	command *Command
	offset  int64
	waker   *waker
}

// Read begins at the oldest output that is kept. The caller must Close it.
func (c *Command) Read() *Reader {
	return &Reader{command: c, waker: c.ring.watch()}
}

// Next gives the next output, for the time of the call, or waits for it until
// the timer fires (nil never does). It answers false after the command's end.
func (r *Reader) Next(timer <-chan time.Time, give func([]byte)) bool {
	for {
		piece := r.command.ring.take(r.offset)
		r.offset = piece.offset + int64(len(piece.data))
		if piece.data != nil {
			give(piece.data)
			r.command.ring.done(piece)
			return true
		}
		if piece.finished {
			<-r.command.done
			return false
		}
		select {
		case <-r.waker.c:
		case <-timer:
			return true
		}
	}
}

// Close ends the reading.
func (r *Reader) Close() { r.command.ring.unwatch(r.waker) }
