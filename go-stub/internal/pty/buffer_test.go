package pty

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func (b *buffer) all(at int64) (text string, next int64) {
	for {
		r := b.read(at)
		if r.text == "" {
			return text, r.next
		}
		text += r.text
		at = r.next
	}
}

func TestPlacesAreCountedAsJavaScriptDoes(t *testing.T) {
	b := newBuffer()
	const whole = "a😀ä\n日本"
	for i := range len(whole) {
		b.add([]byte{whole[i]}) // characters arrive in pieces
	}
	units := utf16.Encode([]rune(whole))
	if text, next := b.all(0); text != whole || next != int64(len(units)) {
		t.Errorf("got %q to %d", text, next)
	}
	for at := range len(units) {
		if at == 2 {
			continue // within the emoji
		}
		if text, _ := b.all(int64(at)); text != string(utf16.Decode(units[at:])) {
			t.Errorf("from %d: %q", at, text)
		}
	}
}

func TestWhatIsNoTextBecomesReplacements(t *testing.T) {
	b := newBuffer()
	b.add([]byte("a\xffb\xf0\x9f"))
	b.finish()
	if text, _ := b.all(0); text != "a\uFFFDb\uFFFD\uFFFD" {
		t.Errorf("got %q", text)
	}
}

func TestTheBufferIsBounded(t *testing.T) {
	b := newBuffer()
	part := []byte(strings.Repeat("x", 30_000))
	for range 200 {
		b.add(part)
	}
	base, end := b.bounds()
	if end != 6_000_000 || end-base < maxKept || end-base > maxKept+30_000 {
		t.Errorf("keeps %d of %d", end-base, end)
	}
	if r := b.read(0); !r.lost || r.next != base {
		t.Errorf("got %+v", r.next)
	}
	if r := b.read(base); int64(len(r.text)) > chunkUnits {
		t.Errorf("a message of %d", len(r.text))
	}
}
