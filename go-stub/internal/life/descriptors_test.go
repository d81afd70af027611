package life

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestDescriptorsAreKeptFromChildren(t *testing.T) {
	for name, keep := range map[string]func(uint){"at once": KeepDescriptors, "one by one": keepEach} {
		t.Run(name, func(t *testing.T) {
			low, high := inherited(t, 100), inherited(t, 200)
			keep(150)
			if flags(t, low)&unix.FD_CLOEXEC != 0 || flags(t, high)&unix.FD_CLOEXEC == 0 {
				t.Errorf("flags of %d: %d, of %d: %d; only from 150 on", low, flags(t, low), high, flags(t, high))
			}
		})
	}
}

// inherited is a descriptor, at least min, that children would get.
func inherited(t *testing.T, min int) int {
	t.Helper()
	fd, err := unix.FcntlInt(0, unix.F_DUPFD, min)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Close(fd) })
	return fd
}

func flags(t *testing.T, fd int) int {
	t.Helper()
	got, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
