package exec

import (
	"os"

	"golang.org/x/sys/unix"
)

// streams are the pipes of a command: the child's ends block, the stub's do not.
type streams struct {
	child  [3]*os.File
	stdin  *os.File
	output [2]*os.File // stdout (or both), stderr
}

func openStreams(spec *Spec) (*streams, error) {
	s := &streams{}
	err := s.open(spec)
	if err != nil {
		s.closeChildEnds()
		s.closeOwnEnds()
		return nil, err
	}
	return s, nil
}

func (s *streams) open(spec *Spec) (err error) {
	if spec.wantsStdin() {
		s.child[0], s.stdin, err = pipe(false)
	} else {
		s.child[0], err = os.Open(os.DevNull)
	}
	if err != nil {
		return err
	}
	if s.output[0], s.child[1], err = pipe(true); err != nil {
		return err
	}
	if spec.Streams == "merged" {
		s.child[2] = s.child[1]
		return nil
	}
	s.output[1], s.child[2], err = pipe(true)
	return err
}

// pipe answers both ends, one of them non-blocking: the reading one when
// ownReads.
func pipe(ownReads bool) (r, w *os.File, err error) {
	var fds [2]int
	if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
		return nil, nil, os.NewSyscallError("pipe2", err)
	}
	own := fds[1]
	if ownReads {
		own = fds[0]
	}
	_ = unix.SetNonblock(own, true) // cannot fail on a pipe
	return os.NewFile(uintptr(fds[0]), "|0"), os.NewFile(uintptr(fds[1]), "|1"), nil
}

func (s *streams) closeChildEnds() {
	for i, f := range s.child {
		if f != nil && (i < 2 || f != s.child[1]) {
			_ = f.Close()
		}
	}
}

func (s *streams) closeOwnEnds() {
	for _, f := range []*os.File{s.stdin, s.output[0], s.output[1]} {
		if f != nil {
			_ = f.Close()
		}
	}
}
