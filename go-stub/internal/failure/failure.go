// Package failure gives errors the codes that the other side of the SSH
// connection acts on.
package failure

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// Code is one of the words that ORSSH-ERROR lines carry.
type Code string

const (
	NoSpace       Code = "no_space"       // disk or quota is full
	Permission    Code = "permission"     // the user may not
	ReadOnly      Code = "read_only"      // the file system is mounted read-only
	LockTimeout   Code = "lock_timeout"   // the lock is held, and no stub of this root answers
	NotReady      Code = "not_ready"      // a stub was started or found and does not serve
	DamagedBinary Code = "damaged_binary" // the executable is not what its name says
	HashMismatch  Code = "hash_mismatch"  // what was uploaded is not what was sent
	BadRoot       Code = "bad_root"       // the root can never work
	Internal      Code = "internal"
)

// Error is an error whose code is known where it was made.
type Error struct {
	Code Code
	Err  error
}

func (e *Error) Error() string { return e.Err.Error() }
func (e *Error) Unwrap() error { return e.Err }

// New is an Error with a message in the form of fmt.Errorf.
func New(code Code, format string, args ...any) error {
	return &Error{Code: code, Err: fmt.Errorf(format, args...)}
}

// The errors whose code follows from what the kernel said, and what can be
// done about each.
var kernel = []struct {
	is     error
	code   Code
	remedy string
}{
	{syscall.ENOSPC, NoSpace, "free some space, or give --root a directory on another disk"},
	{syscall.EDQUOT, NoSpace, "the quota is used up: free some space, or give --root a directory on another disk"},
	{syscall.EROFS, ReadOnly, "give --root a directory that can be written"},
	{syscall.EACCES, Permission, "give --root a directory of your own"},
	{syscall.EPERM, Permission, "give --root a directory of your own"},
}

// CodeOf classifies any error.
func CodeOf(err error) Code {
	code, _ := classify(err)
	return code
}

// Message is the error's text, with what to do about it.
func Message(err error) string {
	if _, remedy := classify(err); remedy != "" {
		return err.Error() + "; " + remedy
	}
	return err.Error()
}

func classify(err error) (Code, string) {
	var known *Error
	if errors.As(err, &known) {
		return known.Code, ""
	}
	if errors.Is(err, layout.ErrBadRoot) {
		return BadRoot, ""
	}
	for _, entry := range kernel {
		if errors.Is(err, entry.is) {
			return entry.code, entry.remedy
		}
	}
	return Internal, ""
}
