package events

import "github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"

// greeting is a plain event that each reader gets that begins now.
type greeting struct {
	about     string
	workspace string
	data      []byte
	payload   []byte
}

// Greet makes a plain event known to readers to come as well, for as long as
// it holds: what a client believes of an earlier stub is told right this way.
func (h *Hub) Greet(about string, scope Scope, kind string, properties any) error {
	data, payload, err := wrap(scope, plainPayload{ID: id.Ascending("evt"), Type: kind, Properties: properties})
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.greetings = append(h.greetings[:len(h.greetings):len(h.greetings)], greeting{about, scope.Workspace, data, payload})
	return nil
}

// Outdate withdraws the greetings about something.
func (h *Hub) Outdate(about string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	left := h.greetings[:0:0]
	for _, one := range h.greetings {
		if one.about != about {
			left = append(left, one)
		}
	}
	h.greetings = left
}

// tellGreetings writes those that the reader wants.
func (r *reader) tellGreetings() error {
	r.hub.mu.Lock()
	all := r.hub.greetings
	r.hub.mu.Unlock()
	for _, one := range all {
		if r.want.Workspace != "" && one.workspace != r.want.Workspace {
			continue
		}
		data := one.data
		if r.want.Bare {
			data = one.payload
		}
		if err := r.write(r.seq, data); err != nil {
			return err
		}
	}
	return r.sink.Flush()
}
