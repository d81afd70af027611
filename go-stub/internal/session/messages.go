package session

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Message is a message with its parts, as OpenCode lists them.
type Message struct {
	Info  json.RawMessage   `json:"info"`
	Parts []json.RawMessage `json:"parts"`
}

// Messages reads all messages from the session's file, as OpenCode orders
// them: by time, then by id.
func (s *Session) Messages() ([]Message, error) {
	messages, _, err := s.Page(0, nil)
	return messages, err
}

// Page reads the newest limit messages (0: all) of those before a cursor. The
// cursor that it answers is where the next page begins, nil when there is none.
func (s *Session) Page(limit int, before *Cursor) ([]Message, *Cursor, error) {
	headers, err := s.headers()
	if err != nil {
		return nil, nil, err
	}
	if before != nil {
		headers = slices.DeleteFunc(headers, func(h *header) bool { return before.compare(h.Cursor) <= 0 })
	}
	var next *Cursor
	if limit > 0 && len(headers) > limit {
		headers = headers[len(headers)-limit:]
		next = &headers[0].Cursor
	}
	messages, err := s.withParts(headers)
	return messages, next, err
}

// Message reads one message.
func (s *Session) Message(messageID string) (Message, error) {
	headers, err := s.headers()
	if err != nil {
		return Message{}, err
	}
	i := slices.IndexFunc(headers, func(h *header) bool { return h.ID == messageID })
	if i < 0 {
		return Message{}, fault.Missing("message", messageID)
	}
	messages, err := s.withParts(headers[i : i+1])
	if err != nil {
		return Message{}, err
	}
	return messages[0], nil
}

// header is a message without its parts.
type header struct {
	Cursor
	info json.RawMessage
}

// headers reads what is small, in the order of the messages.
func (s *Session) headers() ([]*header, error) {
	all := map[string]*header{}
	err := s.each(func(event events.SyncEvent) error {
		var data struct {
			Info      json.RawMessage `json:"info"`
			MessageID string          `json:"messageID"`
		}
		kind := strings.TrimSuffix(event.Type, version)
		if kind != messageUpdated && kind != messageRemoved {
			return nil
		}
		if err := json.Unmarshal(event.Data, &data); err != nil {
			return err
		}
		if kind == messageRemoved {
			delete(all, data.MessageID)
			return nil
		}
		var key struct {
			ID   string `json:"id"`
			Time struct {
				Created float64 `json:"created"`
			} `json:"time"`
		}
		if err := json.Unmarshal(data.Info, &key); err != nil {
			return err
		}
		all[key.ID] = &header{Cursor{ID: key.ID, Time: int64(key.Time.Created)}, data.Info}
		return nil
	})
	list := make([]*header, 0, len(all))
	for _, h := range all {
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b *header) int { return a.compare(b.Cursor) })
	return list, err
}

// withParts reads the parts of these messages, in the order of their ids.
func (s *Session) withParts(headers []*header) ([]Message, error) {
	parts := make(map[string]map[string]json.RawMessage, len(headers))
	for _, h := range headers {
		parts[h.ID] = map[string]json.RawMessage{}
	}
	err := s.each(func(event events.SyncEvent) error { return takePart(parts, event) })
	if err != nil {
		return nil, err
	}
	list := make([]Message, len(headers))
	for i, h := range headers {
		list[i] = Message{Info: h.info, Parts: []json.RawMessage{}}
		for _, id := range slices.Sorted(maps.Keys(parts[h.ID])) {
			list[i].Parts = append(list[i].Parts, parts[h.ID][id])
		}
	}
	return list, nil
}

func takePart(parts map[string]map[string]json.RawMessage, event events.SyncEvent) error {
	var data struct {
		Part      json.RawMessage `json:"part"`
		MessageID string          `json:"messageID"`
		PartID    string          `json:"partID"`
	}
	kind := strings.TrimSuffix(event.Type, version)
	if kind != partUpdated && kind != partRemoved {
		return nil
	}
	if err := json.Unmarshal(event.Data, &data); err != nil {
		return err
	}
	if kind == partRemoved {
		delete(parts[data.MessageID], data.PartID)
		return nil
	}
	var key struct {
		ID        string `json:"id"`
		MessageID string `json:"messageID"`
	}
	if err := json.Unmarshal(data.Part, &key); err != nil {
		return err
	}
	if of := parts[key.MessageID]; of != nil {
		of[key.ID] = data.Part
	}
	return nil
}

// each reads the events that are in the file now.
func (s *Session) each(take func(events.SyncEvent) error) error {
	s.mu.Lock()
	log, size := s.log, s.log.size
	s.mu.Unlock()
	return log.read(size, take)
}
