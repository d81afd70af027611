package life

import (
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// spareThreads is how many are made ahead. The runtime keeps what it has, and
// ends the process when it needs one more and the user may have no more
// processes: a command that makes very many must not do that.
const spareThreads = 16

// spare makes threads by calls that keep one each.
func spare(threads int) {
	var ends [2]int
	if unix.Pipe2(ends[:], unix.O_CLOEXEC) != nil {
		return
	}
	var inside atomic.Int64
	var all sync.WaitGroup
	for range threads {
		all.Go(func() {
			inside.Add(1)
			_, _ = unix.Read(ends[0], make([]byte, 1))
		})
	}
	for end := time.Now().Add(time.Second); int(inside.Load()) < threads && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	_ = unix.Close(ends[1]) // all reads end
	all.Wait()
	_ = unix.Close(ends[0])
}
