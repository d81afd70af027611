package pty

import (
	"sync"
	"unicode/utf8"
)

const (
	// maxKept is what is kept of a terminal's output, in UTF-16 units as
	// OpenCode counts.
	maxKept = 2 << 20
	// chunkUnits bounds what is sent in one message.
	chunkUnits = 64 << 10
)

// A buffer is a terminal's output as text. Places in it are counted in UTF-16
// units from the beginning of the terminal, as OpenCode's clients do.
type buffer struct {
	mu     sync.Mutex
	chunks []chunk
	base   int64 // place of the first chunk
	end    int64
	rest   []byte // the beginning of a character
	over   bool
	wake   chan struct{} // closed when there is more
}

type chunk struct {
	text  string
	units int64
}

func newBuffer() *buffer { return &buffer{wake: make(chan struct{})} }

// add takes output; what is not UTF-8 becomes U+FFFD.
func (b *buffer) add(data []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	data = append(b.rest, data...)
	cut := len(data)
	for back := 1; back < utf8.UTFMax && back <= len(data); back++ {
		if utf8.RuneStart(data[len(data)-back]) {
			if !utf8.FullRune(data[len(data)-back:]) {
				cut = len(data) - back
			}
			break
		}
	}
	b.rest = append([]byte(nil), data[cut:]...)
	b.append(string(data[:cut]))
}

func (b *buffer) append(text string) {
	if text == "" {
		return
	}
	valid := make([]byte, 0, len(text))
	var units int64
	for _, r := range text {
		units += unitsOf(r)
		valid = utf8.AppendRune(valid, r)
	}
	if last := len(b.chunks) - 1; last >= 0 && b.chunks[last].units+units <= 4096 {
		b.chunks[last].text += string(valid)
		b.chunks[last].units += units
	} else {
		b.chunks = append(b.chunks, chunk{string(valid), units})
	}
	b.end += units
	for len(b.chunks) > 1 && b.end-b.base-b.chunks[0].units >= maxKept {
		b.base += b.chunks[0].units
		b.chunks[0] = chunk{}
		b.chunks = b.chunks[1:]
	}
	b.notify()
}

func unitsOf(r rune) int64 {
	if r > 0xffff {
		return 2
	}
	return 1
}

// finish says that no more comes.
func (b *buffer) finish() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.rest) > 0 {
		b.append(string(b.rest))
		b.rest = nil
	}
	b.over = true
	b.notify()
}

func (b *buffer) notify() {
	close(b.wake)
	b.wake = make(chan struct{})
}

// read is what a reader at a place gets next.
type read struct {
	text string
	next int64
	lost bool // the place is no longer kept
	over bool // nothing comes any more
	wake <-chan struct{}
}

// read answers a piece of what follows at, no larger than a message.
func (b *buffer) read(at int64) read {
	b.mu.Lock()
	defer b.mu.Unlock()
	if at < b.base {
		return read{next: b.base, lost: true}
	}
	place := b.base
	for _, one := range b.chunks {
		if place+one.units <= at {
			place += one.units
			continue
		}
		text, units := from(one.text, at-place)
		return read{text: text, next: at + units}
	}
	return read{next: max(at, b.end), over: b.over, wake: b.wake}
}

// from cuts text at a number of units, and to the size of a message.
func from(text string, skip int64) (string, int64) {
	begin, units, end := -1, int64(0), len(text)
	for i, r := range text {
		if skip > 0 {
			skip -= unitsOf(r)
			continue
		}
		if begin < 0 {
			begin = i
		}
		if units+unitsOf(r) > chunkUnits {
			end = i
			break
		}
		units += unitsOf(r)
	}
	if begin < 0 {
		return "", 0
	}
	return text[begin:end], units
}

// bounds answers the places of the oldest that is kept and of the next.
func (b *buffer) bounds() (base, end int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.base, b.end
}
