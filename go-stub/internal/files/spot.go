package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// spot is a name in a directory that is held: what is done there is done in
// this directory, whatever becomes of the path that led to it.
type spot struct {
	fd   int
	name string // without '/'; "." for the directory itself
}

func (s *spot) enter(name string) error {
	next, err := unix.Openat(s.fd, name, unix.O_PATH|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	_ = unix.Close(s.fd)
	s.fd = next
	return nil
}

func (s *spot) drop() { _ = unix.Close(s.fd) }

// look answers what is there; a symbolic link is a symbolic link.
func (s *spot) look() (info, error) { return lookAt(s.fd, s.name, noFollow) }

const noFollow = unix.AT_SYMLINK_NOFOLLOW

func lookAt(fd int, name string, flags int) (info, error) {
	var stat unix.Stat_t
	for {
		err := unix.Fstatat(fd, name, &stat, flags)
		if !errors.Is(err, unix.EINTR) {
			return info{stat}, err
		}
	}
}

// open opens what is there for reading. Neither a FIFO nor a device is opened,
// and what is no plain file (with dir: no directory) is a fault.
func (s *spot) open(name string, dir bool) (*os.File, info, error) {
	is, err := s.look()
	if err != nil {
		return nil, info{}, explain(name, err)
	}
	if err := expectMode(name, is.mode(), dir); err != nil {
		return nil, info{}, err
	}
	flags := unix.O_RDONLY | unix.O_NONBLOCK | unix.O_NOFOLLOW | unix.O_CLOEXEC
	if dir {
		flags |= unix.O_DIRECTORY
	}
	fd, err := unix.Openat(s.fd, s.name, flags, 0)
	if err != nil {
		return nil, info{}, explain(name, err)
	}
	f := os.NewFile(uintptr(fd), filepath.Base(s.name))
	if is, err = lookAt(fd, "", unix.AT_EMPTY_PATH); err == nil {
		err = expectMode(name, is.mode(), dir)
	} else {
		err = explain(name, err)
	}
	if err != nil {
		_ = f.Close()
		return nil, info{}, err
	}
	return f, is, nil
}

// info is what is known of a file without its content.
type info struct{ unix.Stat_t }

func (i info) mode() fs.FileMode {
	mode := fs.FileMode(i.Mode & 0o777)
	switch i.Mode & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		mode |= fs.ModeDir
	case unix.S_IFLNK:
		mode |= fs.ModeSymlink
	case unix.S_IFIFO:
		mode |= fs.ModeNamedPipe
	case unix.S_IFSOCK:
		mode |= fs.ModeSocket
	case unix.S_IFBLK, unix.S_IFCHR:
		mode |= fs.ModeDevice
	default:
		mode |= fs.ModeIrregular
	}
	return mode
}

func (i info) isLink() bool { return i.Mode&unix.S_IFMT == unix.S_IFLNK }

func (i info) kind() string {
	switch i.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		return "file"
	case unix.S_IFDIR:
		return "directory"
	}
	return "other"
}

// modified is in Unix milliseconds.
func (i info) modified() int64 {
	seconds, nanos := i.Mtim.Unix()
	return seconds*1000 + nanos/1_000_000
}
