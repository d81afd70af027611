package exec

import (
	"bytes"
	"slices"
	"sort"
)

// A chunk is kept output in place. Its holder must give it back with done.
type chunk struct {
	stream   byte
	offset   int64
	data     []byte
	seg      *segment
	finished bool // no data, and there will not be any
}

// take answers the output at offset as far as it lies together, or an empty
// chunk. A chunk with a later offset says that what lies between is gone.
// Asking for an offset says that all before it was received.
func (r *ring) take(offset int64) chunk {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.block && offset > r.delivered {
		r.delivered = offset
		r.room.Broadcast()
	}
	offset = max(offset, r.start)
	if offset >= r.end {
		return chunk{offset: offset, finished: r.finished}
	}
	i := sort.Search(len(r.pieces), func(i int) bool { return r.pieces[i].end() > offset })
	p := &r.pieces[i]
	p.seg.refs++
	return chunk{stream: p.stream, offset: offset, data: p.data[offset-p.start:], seg: p.seg}
}

// last copies at most n bytes of the newest output of a stream. It does not
// count as having been received.
func (r *ring) last(stream byte, n int) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	var parts [][]byte
	for i := len(r.pieces) - 1; i >= 0 && n > 0; i-- {
		if data := r.pieces[i].data; r.pieces[i].stream == stream {
			parts = append(parts, data[max(0, len(data)-n):])
			n -= len(data)
		}
	}
	slices.Reverse(parts)
	return bytes.Join(parts, nil)
}

func (r *ring) done(c chunk) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c.seg.release()
}

func (r *ring) watch() *waker {
	w := &waker{c: make(chan struct{}, 1)}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wakers[w] = struct{}{}
	return w
}

func (r *ring) unwatch(w *waker) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.wakers, w)
}

func (r *ring) wake() {
	for w := range r.wakers {
		select {
		case w.c <- struct{}{}:
		default:
		}
	}
}
