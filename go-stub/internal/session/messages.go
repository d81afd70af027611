package session

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
)

// Message is a message with its parts, as OpenCode lists them.
type Message struct {
	Info  json.RawMessage   `json:"info"`
	Parts []json.RawMessage `json:"parts"`
}

type storedPart struct {
	messageID string
	raw       json.RawMessage
}

// folded is what a session's events say in the end.
type folded struct {
	messages map[string]json.RawMessage
	parts    map[string]storedPart
}

// Messages reads the messages from the session's file, in the order of their
// ids: the newest limit of them, or all with 0.
func (s *Session) Messages(limit int) ([]Message, error) {
	f := &folded{messages: map[string]json.RawMessage{}, parts: map[string]storedPart{}}
	if err := s.each(f.take); err != nil {
		return nil, err
	}
	return f.list(limit), nil
}

// each reads the events that are in the file now.
func (s *Session) each(take func(events.SyncEvent) error) error {
	s.mu.Lock()
	log, size := s.log, s.log.size
	s.mu.Unlock()
	return log.read(size, take)
}

func (f *folded) take(event events.SyncEvent) error {
	var data struct {
		Info      json.RawMessage `json:"info"`
		Part      json.RawMessage `json:"part"`
		MessageID string          `json:"messageID"`
		PartID    string          `json:"partID"`
	}
	kind := strings.TrimSuffix(event.Type, version)
	if !strings.HasPrefix(kind, "message.") {
		return nil
	}
	if err := json.Unmarshal(event.Data, &data); err != nil {
		return err
	}
	var key struct {
		ID        string `json:"id"`
		MessageID string `json:"messageID"`
	}
	switch kind {
	case messageUpdated:
		if err := json.Unmarshal(data.Info, &key); err != nil {
			return err
		}
		f.messages[key.ID] = data.Info
	case partUpdated:
		if err := json.Unmarshal(data.Part, &key); err != nil {
			return err
		}
		f.parts[key.ID] = storedPart{messageID: key.MessageID, raw: data.Part}
	case messageRemoved:
		delete(f.messages, data.MessageID)
	case partRemoved:
		delete(f.parts, data.PartID)
	}
	return nil
}

func (f *folded) list(limit int) []Message {
	ids := slices.Sorted(maps.Keys(f.messages))
	if limit > 0 && len(ids) > limit {
		ids = ids[len(ids)-limit:]
	}
	place := make(map[string]int, len(ids))
	list := make([]Message, len(ids))
	for i, id := range ids {
		place[id] = i
		list[i] = Message{Info: f.messages[id], Parts: []json.RawMessage{}}
	}
	for _, id := range slices.SortedFunc(maps.Keys(f.parts), cmp.Compare) {
		part := f.parts[id]
		if i, ok := place[part.messageID]; ok {
			list[i].Parts = append(list[i].Parts, part.raw)
		}
	}
	return list
}
