package pty

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// openDevice answers both ends of a new pseudo-terminal.
func openDevice(size Size) (own, child *os.File, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("open /dev/ptmx: %w", err)
	}
	own = os.NewFile(uintptr(fd), "pty")
	if child, err = openChild(fd); err != nil {
		_ = own.Close()
		return nil, nil, err
	}
	if mode, err := unix.IoctlGetTermios(fd, unix.TCGETS); err == nil {
		mode.Iflag |= unix.IUTF8
		_ = unix.IoctlSetTermios(fd, unix.TCSETS, mode)
	}
	resize(fd, size)
	return own, child, nil
}

func openChild(fd int) (*os.File, error) {
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, fmt.Errorf("unlock the pseudo-terminal: %w", err)
	}
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return nil, fmt.Errorf("number the pseudo-terminal: %w", err)
	}
	return os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
}

func resize(fd int, size Size) {
	_ = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: size.Rows, Col: size.Cols})
}
