// Package events numbers what happens on the stub, keeps the newest of it, and
// streams it as server-sent events in OpenCode's form.
package events

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// How much a reader may fall behind before it misses something.
const (
	maxFrames = 4096
	maxBytes  = 8 << 20
)

// Scope is what an event belongs to. The zero value is the stub itself.
type Scope struct {
	Directory string `json:"directory"`
	Project   string `json:"project"`
	Workspace string `json:"workspace"`
}

// SyncEvent is a durable event: number Seq of its session.
type SyncEvent struct {
	ID          string          `json:"id"`
	Type        string          `json:"type"`
	Seq         int64           `json:"seq"`
	AggregateID string          `json:"aggregateID"`
	Data        json.RawMessage `json:"data"`
}

type plainPayload struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Properties any    `json:"properties"`
}

type syncPayload struct {
	Type      string    `json:"type"`
	SyncEvent SyncEvent `json:"syncEvent"`
	ID        string    `json:"id"`
}

type frame struct {
	seq       int64
	workspace string
	sync      bool
	data      []byte // {"directory",…,"payload":…}
	payload   []byte // the part of data that is the payload
}

// Hub is safe for concurrent use.
type Hub struct {
	instance string

	mu      sync.Mutex
	frames  []frame
	size    int
	next    int64 // the number of the next frame; the first is 1
	readers map[*reader]struct{}

	greetings []greeting // replaced, not changed
}

// NewHub makes a hub whose frame ids are good for this instance of the stub only.
func NewHub(instance string) *Hub {
	return &Hub{instance: instance, next: 1, readers: map[*reader]struct{}{}}
}

// Publish sends a plain event: shown to clients, not stored by them. An empty
// eventID gets a new one.
func (h *Hub) Publish(scope Scope, eventID, kind string, properties any) error {
	if eventID == "" {
		eventID = id.Ascending("evt")
	}
	return h.publish(scope, plainPayload{ID: eventID, Type: kind, Properties: properties}, false)
}

// PublishSync sends a durable event, which OpenCode replays into its own database.
func (h *Hub) PublishSync(scope Scope, event SyncEvent) error {
	return h.publish(scope, syncPayload{Type: "sync", SyncEvent: event, ID: event.ID}, true)
}

func (h *Hub) publish(scope Scope, payload any, sync bool) error {
	data, body, err := wrap(scope, payload)
	if err != nil {
		return fmt.Errorf("event: %w", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.frames = append(h.frames, frame{seq: h.next, workspace: scope.Workspace, sync: sync, data: data, payload: body})
	h.next++
	h.size += len(data)
	h.trim()
	for r := range h.readers {
		r.wake()
	}
	return nil
}

// wrap encodes the frame of /global/event, of which the frame of /event is a part.
func wrap(scope Scope, payload any) (data, body []byte, err error) {
	head, err := Encode(scope)
	if err != nil {
		return nil, nil, err
	}
	body, err = Encode(payload)
	if err != nil {
		return nil, nil, err
	}
	data = append(head[:len(head)-1], `,"payload":`...)
	start := len(data)
	data = append(data, body...)
	data = append(data, '}')
	return data, data[start : len(data)-1 : len(data)-1], nil
}

func (h *Hub) trim() {
	gone := 0
	for len(h.frames)-gone > 1 && (len(h.frames)-gone > maxFrames || h.size > maxBytes) {
		h.size -= len(h.frames[gone].data)
		h.frames[gone] = frame{}
		gone++
	}
	h.frames = h.frames[gone:]
}

// oldest is the number of the oldest frame that is kept, or of the next one.
func (h *Hub) oldest() int64 { return h.next - int64(len(h.frames)) }

func (h *Hub) frameID(seq int64) string { return h.instance + "." + strconv.FormatInt(seq, 10) }

// parse answers the number in an id of this instance.
func (h *Hub) parse(frameID string) (int64, bool) {
	text, ok := strings.CutPrefix(frameID, h.instance+".")
	if !ok {
		return 0, false
	}
	seq, err := strconv.ParseInt(text, 10, 64)
	return seq, err == nil && seq >= 0
}
