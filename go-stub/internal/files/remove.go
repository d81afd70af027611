package files

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Remove removes a file, or a link and not what it leads to. With an etag it
// removes nothing that is another by now.
func (p Place) Remove(name, etag string) error {
	t, err := p.reachName(name)
	if err != nil {
		return err
	}
	if err := p.permitChange(t); err != nil {
		return err
	}
	s, err := enter(t)
	if err != nil {
		return err
	}
	defer s.drop()
	replacing.Lock()
	defer replacing.Unlock()
	is, err := s.look()
	if err != nil {
		return explain(name, err)
	}
	if is.kind() == "directory" {
		return fault.Bad("path", "not_file", "%q is a directory; only files are removed.", name)
	}
	if etag != "" {
		// Whoever read it read what a link leads to.
		if is, err = lookAt(s.fd, s.name, 0); err != nil {
			return explain(name, err)
		}
		if is.etag() != etag {
			return changed(name)
		}
	}
	if err := unix.Unlinkat(s.fd, s.name, 0); err != nil {
		return explainWrite(name, t.Resolved, err)
	}
	return nil
}

func changed(name string) error {
	return fault.New(fault.Changed, "changed", "%q has changed since it was read; read it again.", name).With("path", name)
}

// explainWrite says why something cannot be written, and what would help.
func explainWrite(name, real string, err error) error {
	var known *fault.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fault.New(fault.NoSpace, "disk_full", "There is no room for %s on this host (%v); nothing was changed.", real, err).With("path", name)
	case errors.Is(err, syscall.EROFS):
		return fault.New(fault.Forbidden, "read_only", "%s is on a file system of this host that is read-only.", real).With("path", name)
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM):
		return fault.New(fault.Forbidden, "path_not_writable", "%s may not be written by this user of the host (%v).", real, err).With("path", name)
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EXDEV):
		return fault.New(fault.Forbidden, "path_busy", "%s cannot be replaced (%v): something is mounted there.", real, err).With("path", name)
	case errors.Is(err, syscall.EISDIR):
		return fault.Bad("path", "not_file", "%q is a directory.", name)
	}
	return explain(name, err)
}
