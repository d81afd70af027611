package sandbox

import (
	"os"

	"golang.org/x/sys/unix"
)

// loopbackUp turns on the one interface that a new network namespace has.
func loopbackUp() error {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("socket", err)
	}
	defer func() { _ = unix.Close(s) }()
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP)
	return os.NewSyscallError("bring lo up", unix.IoctlIfreq(s, unix.SIOCSIFFLAGS, lo))
}
