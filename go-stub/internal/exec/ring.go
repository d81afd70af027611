package exec

import "sync"

// maxPieces bounds the bookkeeping of output that alternates between streams
// in tiny writes: one piece for so many kept bytes, but never fewer than the floor.
const (
	bytesPerPiece = 256
	pieceFloor    = 1024
)

// A piece is a run of output of one stream.
type piece struct {
	stream byte
	start  int64
	data   []byte
	seg    *segment
}

func (p *piece) end() int64 { return p.start + int64(len(p.data)) }

// A ring keeps the newest output of a command. Offsets count the bytes of both
// streams together in the order they were read; [start, end) is kept.
type ring struct {
	mu        sync.Mutex
	pieces    []piece
	start     int64
	end       int64
	keep      int64
	block     bool  // do not read on when undelivered output would be lost
	delivered int64 // the furthest offset that any reader asked to go on from
	finished  bool
	room      *sync.Cond
	wakers    map[*waker]struct{}
}

// A waker tells one follower that there is news.
type waker struct{ c chan struct{} }

func newRing(keep int64, block bool) *ring {
	r := &ring{keep: keep, block: block, wakers: map[*waker]struct{}{}}
	r.room = sync.NewCond(&r.mu)
	return r
}

func (r *ring) append(stream byte, seg *segment, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.addLocked(stream, seg, n)
	r.evict()
	r.wake()
}

// add is append past the bound.
func (r *ring) add(stream byte, seg *segment, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.addLocked(stream, seg, n)
	r.wake()
}

func (r *ring) addLocked(stream byte, seg *segment, n int) {
	data := seg.buf[seg.used : seg.used+n]
	seg.used += n
	last := len(r.pieces) - 1
	if last >= 0 && r.pieces[last].stream == stream && r.pieces[last].seg == seg {
		p := &r.pieces[last]
		p.data = p.data[:len(p.data)+n]
	} else {
		seg.refs++
		r.pieces = append(r.pieces, piece{stream: stream, start: r.end, data: data, seg: seg})
	}
	r.end += int64(n)
}

// evict drops the oldest output past the bound. In block mode it leaves what
// nobody has read, and of what was read keep/2: a follower whose connection
// broke can go on from there.
func (r *ring) evict() {
	limit := r.end
	if r.block {
		limit = r.delivered - r.keep/2
	}
	gone := 0
	for gone < len(r.pieces) && r.over(gone) && r.start < limit {
		p := &r.pieces[gone]
		upTo := min(p.end(), limit)
		if len(r.pieces)-gone <= r.maxPieces() {
			upTo = min(upTo, r.end-r.keep)
		}
		r.start = upTo
		if upTo < p.end() {
			p.data = p.data[upTo-p.start:]
			p.start = upTo
			break
		}
		p.seg.release()
		*p = piece{}
		gone++
	}
	r.pieces = r.pieces[gone:]
}

func (r *ring) over(gone int) bool {
	return r.end-r.start > r.keep || len(r.pieces)-gone > r.maxPieces()
}

func (r *ring) maxPieces() int { return max(pieceFloor, int(r.keep/bytesPerPiece)) }

// waitRoom returns when more output may be read: at once in cut mode.
func (r *ring) waitRoom() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.block && r.full() {
		r.room.Wait()
	}
}

// full says that more output would push out some that must stay.
func (r *ring) full() bool {
	return (r.end-r.start >= r.keep || len(r.pieces) >= r.maxPieces()) && r.start >= r.delivered-r.keep/2
}

// abandoned says that the command waits for a reader and there is none.
func (r *ring) abandoned() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.block && r.full() && len(r.wakers) == 0
}

// unblock turns block mode into cut mode: what is left of a killed command
// has nobody to wait for.
func (r *ring) unblock() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.block = false
	r.room.Broadcast()
}

func (r *ring) finish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.finished = true
	r.wake()
}

func (r *ring) bounds() (start, end int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.start, r.end
}
