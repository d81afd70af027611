package exec

import "sync"

const (
	smallestSegment = 4 << 10
	largestSegment  = 256 << 10
	segmentGrowth   = 4
)

// A segment is memory that one pump reads a pipe into. Bytes below used never
// change while refs > 0, so that they can be written to a socket without a
// lock and without a copy. Its fields belong to the ring's lock, but for buf
// past used, which is the pump's.
type segment struct {
	buf  []byte
	used int
	refs int
}

var largeSegments = sync.Pool{New: func() any { return &segment{buf: make([]byte, largestSegment)} }}

func newSegment(size int) *segment {
	if size < largestSegment {
		return &segment{buf: make([]byte, size), refs: 1}
	}
	s := largeSegments.Get().(*segment)
	s.used, s.refs = 0, 1
	return s
}

func (s *segment) release() {
	s.refs--
	if s.refs == 0 && len(s.buf) == largestSegment {
		largeSegments.Put(s)
	}
}

// A feed is a pump's place to read into. Segments grow with the output, so
// that a command which prints a line costs a page.
type feed struct {
	ring *ring
	seg  *segment
	size int
}

func (f *feed) space() []byte {
	if f.seg != nil && len(f.seg.buf)-f.seg.used >= len(f.seg.buf)/8 {
		return f.seg.buf[f.seg.used:]
	}
	switch {
	case f.size == 0:
		f.size = smallestSegment
	case f.size < largestSegment:
		f.size *= segmentGrowth
	}
	f.drop()
	f.seg = newSegment(f.size)
	return f.seg.buf
}

func (f *feed) drop() {
	if f.seg == nil {
		return
	}
	f.ring.mu.Lock()
	defer f.ring.mu.Unlock()
	f.seg.release()
	f.seg = nil
}
