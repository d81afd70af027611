package exec

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// WaitForExit returns when the child has ended and leaves it unreaped, so that
// its number stays its own while its session may still be signalled. It takes
// no thread: the runtime ends the process when it can have no more of them,
// and a user's processes are what commands use up.
func WaitForExit(pid int) error {
	if watchExit(pid) {
		return nil
	}
	for {
		_, err := hasEnded(pid, 0)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// watchExit is false where the kernel has no pidfd, or no descriptor is left.
func watchExit(pid int) bool {
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return false
	}
	_ = unix.SetNonblock(fd, true) // so that it goes to the poller
	file := os.NewFile(uintptr(fd), "pidfd")
	defer func() { _ = file.Close() }()
	raw, err := file.SyscallConn()
	if err != nil {
		return false
	}
	over := false
	err = raw.Read(func(uintptr) bool {
		ended, err := hasEnded(pid, unix.WNOHANG)
		over = ended || err != nil && !errors.Is(err, unix.EINTR)
		return over
	})
	return err == nil && over
}

func hasEnded(pid, how int) (bool, error) {
	var info unix.Siginfo
	err := unix.Waitid(unix.P_PID, pid, &info, unix.WEXITED|unix.WNOWAIT|how, nil)
	return err == nil && info.Signo != 0, err
}
