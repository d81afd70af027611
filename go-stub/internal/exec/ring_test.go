package exec

import (
	"math/rand/v2"
	"testing"
)

// fill appends data as a pump would.
func fill(r *ring, in *feed, stream byte, data []byte) {
	for len(data) > 0 {
		n := copy(in.space(), data)
		r.append(stream, in.seg, n)
		data = data[n:]
	}
}

func drainRing(r *ring, offset int64) (data []byte, from int64) {
	from = -1
	for {
		c := r.take(offset)
		if from < 0 {
			from = c.offset
		}
		if c.data == nil {
			return data, from
		}
		data = append(data, c.data...)
		offset = c.offset + int64(len(c.data))
		r.done(c)
	}
}

func TestARingKeepsTheNewestBytesExactly(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		keep := int64(1 + random.IntN(300_000))
		r := newRing(keep, false)
		feeds := []*feed{{ring: r}, {ring: r}}
		var all []byte
		for range 1 + random.IntN(40) {
			data := make([]byte, random.IntN(100_000))
			for i := range data {
				data[i] = byte(len(all) + i*7)
			}
			which := random.IntN(2)
			fill(r, feeds[which], byte(1+which), data)
			all = append(all, data...)
		}
		start := max(0, int64(len(all))-keep)
		got, from := drainRing(r, 0)
		if from != start || string(got) != string(all[start:]) {
			t.Fatalf("keep %d of %d: got %d from %d", keep, len(all), len(got), from)
		}
	}
}

func TestBytesThatAReaderHoldsAreNotOverwritten(t *testing.T) {
	r := newRing(1000, false)
	in := &feed{ring: r}
	fill(r, in, FrameStdout, []byte("held"))
	held := r.take(0)
	for range 100 {
		fill(r, in, FrameStdout, make([]byte, largestSegment))
	}
	if string(held.data[:4]) != "held" {
		t.Errorf("got %q", held.data[:4])
	}
	r.done(held)
}

func TestAlternatingStreamsAreBoundedInPieces(t *testing.T) {
	r := newRing(1<<20, false)
	feeds := []*feed{{ring: r}, {ring: r}}
	for i := range 100_000 {
		fill(r, feeds[i%2], byte(1+i%2), []byte{'x'})
	}
	if len(r.pieces) > r.maxPieces() {
		t.Errorf("%d pieces for %d bytes", len(r.pieces), r.end-r.start)
	}
}

func TestWhatABlockedRingGaveStaysForAnotherReader(t *testing.T) {
	r := newRing(1000, true)
	in := &feed{ring: r}
	fill(r, in, FrameStdout, make([]byte, 1000))
	if !r.full() {
		t.Fatal("a full ring takes more")
	}
	r.take(900)
	if r.full() {
		t.Fatal("a ring that was read takes no more")
	}
	fill(r, in, FrameStdout, make([]byte, 400))
	if r.start != 400 { // of the 900 delivered, the last 500 stay
		t.Errorf("starts at %d", r.start)
	}
	if !r.full() {
		t.Error("it would lose what may be read again")
	}
}
