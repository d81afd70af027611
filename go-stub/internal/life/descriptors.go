package life

import (
	"math"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// KeepDescriptors marks every descriptor from first on close-on-exec, so that
// no process started here holds a pipe of the shell that started this one.
func KeepDescriptors(first uint) {
	if unix.CloseRange(first, math.MaxInt32, unix.CLOSE_RANGE_CLOEXEC) == nil {
		return
	}
	keepEach(first)
}

// keepToItself lets nobody but root look into this process, which knows the
// token, nor dump it. A host that refuses is as safe as it was.
func keepToItself() { _ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) }

// keepEach is for Linux before 5.11, which cannot do it at once.
func keepEach(first uint) {
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, entry := range entries {
		if fd, err := strconv.ParseUint(entry.Name(), 10, 31); err == nil && uint(fd) >= first {
			unix.CloseOnExec(int(fd))
		}
	}
}
