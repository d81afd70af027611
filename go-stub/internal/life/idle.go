package life

import (
	"context"
	"errors"
	"runtime/debug"
	"time"
)

type idleWatch struct {
	timeout  time.Duration // 0: only the lock is watched
	activity func() Activity
	lock     *Lock
	end      context.CancelCauseFunc
}

// watchIdle ends the stub when nobody used it for the timeout, or when its
// root was removed: nobody could find it any more. It gives unused memory back
// each time that the stub falls quiet.
func watchIdle(ctx context.Context, w idleWatch) {
	every := 15 * time.Second
	if w.timeout > 0 {
		every = min(every, max(w.timeout/4, poll))
	}
	busy := true
	quietSince := time.Now()
	for sleep(ctx, every) {
		if !w.lock.Current() {
			w.end(errors.New("the lock file was removed"))
			return
		}
		now := w.activity()
		if now.Connections > 0 || now.Commands > 0 || now.Leases > 0 {
			busy = true
			quietSince = time.Now()
			continue
		}
		if now.LastActive.After(quietSince) {
			quietSince = now.LastActive
		}
		if busy {
			busy = false
			debug.FreeOSMemory()
		}
		if w.timeout > 0 && time.Since(quietSince) >= w.timeout {
			w.end(errors.New("idle"))
			return
		}
	}
}

// tuneMemory trades a little CPU for a small resident set: most of the time
// the stub waits. An explicit GOGC of the user is for other programs.
func tuneMemory() { debug.SetGCPercent(50) }
