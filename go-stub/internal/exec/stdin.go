package exec

import (
	"os"
	"sync"
)

const stdinBlock = 128 << 10

var stdinBlocks = sync.Pool{New: func() any { b := make([]byte, stdinBlock); return &b }}

// stdin is the pipe to a command. One writer at a time has its turn.
type stdin struct {
	turn chan struct{}
	gone chan struct{} // closed with the pipe

	mu       sync.Mutex
	pipe     *os.File
	received int64
	closed   bool
}

func newStdin() *stdin {
	return &stdin{turn: make(chan struct{}, 1), gone: make(chan struct{})}
}

func (s *stdin) open(pipe *os.File) {
	if pipe == nil {
		s.close()
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pipe = pipe
}

// close is the command's end of file. It may be called more than once.
func (s *stdin) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	close(s.gone)
	if s.pipe != nil {
		_ = s.pipe.Close()
	}
}

func (s *stdin) state() StdinState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return StdinState{Received: s.received, Closed: s.closed}
}

func (s *stdin) feed(data []byte) {
	_ = s.write(data)
	s.close()
}

func (s *stdin) write(data []byte) error {
	n, err := s.pipe.Write(data)
	s.mu.Lock()
	s.received += int64(n)
	s.mu.Unlock()
	return err
}
