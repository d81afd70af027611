package session

import (
	"encoding/json"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
)

// openParts are the tool calls that have begun and not ended.
type openParts map[string]toolPart

func (o *openParts) follow(data json.RawMessage) {
	var seen struct {
		Part toolPart `json:"part"`
	}
	// Parts of other kinds do not have this form, and cannot be open.
	if json.Unmarshal(data, &seen) != nil || seen.Part.Type != "tool" {
		return
	}
	if *o == nil {
		*o = openParts{}
	}
	if seen.Part.State.Status == "running" {
		seen.Part.State.Output = nil
		(*o)[seen.Part.ID] = seen.Part
	} else {
		delete(*o, seen.Part.ID)
	}
}

// recover ends the tool calls that were under way when the stub was killed.
func (s *Session) recover() error {
	var recovered []toolPart
	if len(s.open) > 0 {
		defer func() { s.tellRecovered(recovered) }()
	}
	for _, part := range s.open {
		now := s.store.Now().UnixMilli()
		part.State.Status = "error"
		part.State.Error = fate(part)
		part.State.Time.End = now
		if err := s.record(partUpdated, partData{SessionID: s.info.ID, Part: part, Time: now}, false); err != nil {
			return err
		}
		recovered = append(recovered, part)
		if err := s.completeMessage(part.MessageID, now); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) completeMessage(messageID string, now int64) error {
	messages, err := s.Messages()
	if err != nil {
		return err
	}
	for _, message := range messages {
		var info assistantMessage
		if json.Unmarshal(message.Info, &info) == nil && info.ID == messageID && info.Role == "assistant" && info.Time.Completed == 0 {
			info.Time.Completed = now
			return s.record(messageUpdated, messageData{SessionID: s.info.ID, Info: info}, false)
		}
	}
	return nil
}

// tellRecovered is for clients that saw the session busy: nothing but an event
// makes them believe that it is not, and they come back after this.
func (s *Session) tellRecovered(parts []toolPart) {
	s.showIdle()
	s.mu.Lock()
	scope, sessionID := s.scope(), s.info.ID
	s.mu.Unlock()
	for _, part := range parts {
		s.greet(scope, partUpdated, partData{sessionID, part, part.State.Time.End})
	}
	s.greet(scope, "session.status", statusData(sessionID, "idle"))
}

func (s *Session) greet(scope events.Scope, kind string, properties any) {
	if err := s.store.hub.Greet(s.Info().ID, scope, kind, properties); err != nil {
		s.store.Log.Error("event lost", "type", kind, "error", err)
	}
}
