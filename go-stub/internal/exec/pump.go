package exec

import (
	"errors"
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/saved"
)

const (
	// drain is how long a pipe may stay silent after the command itself has
	// ended: background children may hold it open for ever.
	drain = time.Second
	// largePipe is the most that an unprivileged process may ask for by default.
	largePipe = 1 << 20
	// busyRead is a read that shows that the pipe is worth being larger.
	busyRead = 32 << 10
)

// ending is what the pumps of a command know about its end.
type ending struct {
	gone     atomic.Bool  // the leader has exited
	forced   atomic.Bool  // SIGKILL was sent: no more patience
	goneAt   atomic.Int64 // nanoseconds of the monotonic clock
	lastData atomic.Int64
	quiet    func() // starts the drain of the pipes
}

var epoch = time.Now()

func ticks() int64 { return int64(time.Since(epoch)) }

// pump reads a pipe into the ring until it ends, or until the command has
// ended and the pipe fell silent. What is more than allowed is dropped. It
// closes the pipe.
func pump(r *ring, stream byte, pipe *os.File, end *ending, file *saved.File, allowed *quota) {
	defer func() { _ = pipe.Close() }()
	in := &feed{ring: r}
	defer in.drop()
	enlarged := false
	for {
		if !allowed.spent() {
			r.waitRoom()
		}
		if end.gone.Load() {
			_ = pipe.SetReadDeadline(time.Now().Add(drain))
		}
		space := in.space()
		n, err := pipe.Read(space)
		if n > 0 {
			end.lastData.Store(ticks())
			if counts := allowed.take(n); counts > 0 {
				file.Write(space[:counts])
				r.append(stream, in.seg, counts)
			}
			if n >= busyRead && !enlarged {
				enlarged = true
				enlarge(pipe)
			}
		}
		if end.given(err) {
			return
		}
	}
}

func (e *ending) given(err error) bool {
	since := func(t int64) time.Duration { return time.Duration(ticks() - t) }
	if e.forced.Load() && e.gone.Load() && since(e.goneAt.Load()) >= drain {
		return true
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return since(max(e.lastData.Load(), e.goneAt.Load())) >= drain
	}
	return err != nil && !errors.Is(err, io.ErrNoProgress)
}

// enlarge asks for a larger pipe; a refusal (the user's share is used up) costs speed only.
func enlarge(pipe *os.File) {
	conn, err := pipe.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Control(func(fd uintptr) { _, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, largePipe) })
}
