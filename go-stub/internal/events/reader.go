package events

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

const heartbeat = 10 * time.Second

// batch and batchBytes bound what is written between two looks at the hub, and
// so what a reader that takes nothing keeps in memory.
const (
	batch      = 64
	batchBytes = 256 << 10
)

// ErrSlow ends the stream of a reader that fell further behind than is kept.
// It may come back with its last id and will be told of the gap.
var ErrSlow = errors.New("the reader is too slow")

// Sink takes a stream. Flush sends what Write has buffered.
type Sink interface {
	io.Writer
	Flush() error
}

// Want says which frames a reader gets.
type Want struct {
	Bare      bool   // only payloads, and no sync frames: GET /event
	Workspace string // only this one's frames; empty for all
	After     string // the last id that the reader has; empty to begin now
}

type reader struct {
	hub  *Hub
	want Want
	sink Sink
	seq  int64 // the last frame that it has, or was passed over
	c    chan struct{}
}

func (r *reader) wake() {
	select {
	case r.c <- struct{}{}:
	default:
	}
}

// Stream writes frames until ctx ends (nil), the sink fails, or the reader is too slow.
func (h *Hub) Stream(ctx context.Context, sink Sink, want Want) error {
	r := &reader{hub: h, want: want, sink: sink, c: make(chan struct{}, 1)}
	gap := r.join()
	defer r.part()
	if err := r.greet(gap); err != nil {
		return err
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		if err := r.catchUp(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-r.c:
		case <-beat.C:
			if err := r.own("server.heartbeat", struct{}{}); err != nil {
				return err
			}
		}
	}
}

// Gap says which frames a reader that came back has missed: those after From
// and before To. From is what the reader sent, and may be of another instance.
type Gap struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func (r *reader) join() *Gap {
	h := r.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	h.readers[r] = struct{}{}
	r.seq = h.next - 1
	if r.want.After == "" {
		return nil
	}
	seq, ok := h.parse(r.want.After)
	switch {
	case !ok || seq >= h.next:
		// Of another instance: all that is kept is new to this reader.
		r.seq = h.oldest() - 1
	case seq+1 < h.oldest():
		r.seq = h.oldest() - 1
	default:
		r.seq = seq
		return nil
	}
	return &Gap{From: r.want.After, To: h.frameID(r.seq + 1)}
}

func (r *reader) part() {
	r.hub.mu.Lock()
	defer r.hub.mu.Unlock()
	delete(r.hub.readers, r)
}

func (r *reader) greet(gap *Gap) error {
	if err := r.own("server.connected", struct{}{}); err != nil {
		return err
	}
	if r.want.After == "" {
		return r.tellGreetings()
	}
	if gap == nil {
		return nil
	}
	return r.own("stub.gap", gap)
}

// own writes an event that only this reader gets. Its id is the reader's position.
func (r *reader) own(kind string, properties any) error {
	data, body, err := wrap(Scope{}, plainPayload{ID: id.Ascending("evt"), Type: kind, Properties: properties})
	if err != nil {
		return err
	}
	if r.want.Bare {
		data = body
	}
	if err := r.write(r.seq, data); err != nil {
		return err
	}
	return r.sink.Flush()
}

func (r *reader) write(seq int64, data []byte) error {
	_, err := fmt.Fprintf(r.sink, "id: %s\ndata: %s\n\n", r.hub.frameID(seq), data)
	return err
}
