package files

import (
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// noOpenat2 is set where the kernel has no openat2 (before 5.6), or a filter
// keeps it away; a test sets it as well.
var noOpenat2 atomic.Bool

// hold opens the directory of a path that has no symbolic links. One that got
// one meanwhile is refused.
func hold(real string) (spot, error) {
	real = filepath.Clean(real)
	if !noOpenat2.Load() {
		s, err := holdAtOnce(real)
		if !errors.Is(err, unix.ENOSYS) && !errors.Is(err, unix.EPERM) {
			return s, err
		}
		noOpenat2.Store(true)
	}
	return holdByParts(real)
}

// holdAtOnce has the kernel refuse every link on the way.
func holdAtOnce(real string) (spot, error) {
	s := spot{name: "."}
	if real != "/" {
		s.name = filepath.Base(real)
	}
	how := unix.OpenHow{
		Flags:   unix.O_PATH | unix.O_DIRECTORY | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS,
	}
	for {
		fd, err := unix.Openat2(unix.AT_FDCWD, filepath.Dir(real), &how)
		if errors.Is(err, unix.EINTR) || errors.Is(err, unix.EAGAIN) {
			continue
		}
		s.fd = fd
		return s, err
	}
}

// holdByParts goes from directory to directory, each of which is held.
func holdByParts(real string) (spot, error) {
	fd, err := unix.Open("/", unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return spot{}, err
	}
	s := spot{fd: fd, name: "."}
	parts := strings.Split(strings.TrimPrefix(real, "/"), "/")
	for i, part := range parts {
		if part == "" {
			continue
		}
		if i == len(parts)-1 {
			s.name = part
			break
		}
		if err := s.enter(part); err != nil {
			s.drop()
			return spot{}, err
		}
	}
	return s, nil
}
