package events

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

// stuck is a reader's connection that takes nothing until it is freed.
type stuck struct {
	bytes.Buffer
	blocked chan struct{}
	free    chan struct{}
	once    bool
}

func (s *stuck) Flush() error {
	if !s.once {
		s.once = true
		close(s.blocked)
		<-s.free
	}
	return nil
}

func TestAReaderThatFallsTooFarBehindIsDropped(t *testing.T) {
	h := NewHub("i")
	sink := &stuck{blocked: make(chan struct{}), free: make(chan struct{})}
	result := make(chan error)
	go func() { result <- h.Stream(context.Background(), sink, Want{}) }()
	<-sink.blocked
	for range maxFrames + 1 {
		if err := h.Publish(Scope{}, "", "test", struct{}{}); err != nil {
			t.Fatal(err)
		}
	}
	close(sink.free)
	if err := <-result; !errors.Is(err, ErrSlow) {
		t.Errorf("got %v", err)
	}
}

func TestTheHubKeepsABoundedNumberOfBytes(t *testing.T) {
	h := NewHub("i")
	big := string(bytes.Repeat([]byte{'x'}, 1<<20))
	for range 20 {
		if err := h.Publish(Scope{}, "", "test", map[string]string{"x": big}); err != nil {
			t.Fatal(err)
		}
	}
	if h.size > maxBytes || len(h.frames) != 7 {
		t.Errorf("%d frames of %d bytes", len(h.frames), h.size)
	}
}

func FuzzFrameID(f *testing.F) {
	for _, seed := range []string{"i.1", "i.", "i.-1", "j.1", "i.99999999999999999999", "", "i.1 "} {
		f.Add(seed)
	}
	h := NewHub("i")
	f.Fuzz(func(t *testing.T, text string) {
		if seq, ok := h.parse(text); ok && seq < 0 {
			t.Errorf("%q is %d", text, seq)
		}
	})
}
