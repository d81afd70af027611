package session

import (
	"encoding/json"
	"slices"
)

// Reverted is from where on messages are hidden, until the user goes on
// without them or wants them back. What commands did stays done.
type Reverted struct {
	MessageID string `json:"messageID"`
	PartID    string `json:"partID,omitempty"`
	Snapshot  string `json:"snapshot,omitempty"` // of an OpenCode that the session came from
	Diff      string `json:"diff,omitempty"`
}

// Revert hides a message with all after it, or what follows a part. An answer
// goes with its question. What is not there changes nothing, as in OpenCode.
func (s *Session) Revert(messageID, partID string) error {
	if s.Busy() {
		return s.busy()
	}
	messages, err := s.Messages()
	if err != nil {
		return err
	}
	from, err := revertPoint(messages, messageID, partID)
	if err != nil || from == nil {
		return err
	}
	return s.setRevert(from)
}

// Unrevert shows all messages again.
func (s *Session) Unrevert() error {
	if s.Busy() {
		return s.busy()
	}
	if s.Info().Revert == nil {
		return nil
	}
	return s.setRevert(nil)
}

func (s *Session) setRevert(to *Reverted) error {
	_, err := s.Change(func(info *Info) {
		info.Revert, info.Time.Updated = to, s.now()
	})
	return err
}

// dropReverted deletes what is hidden, before something new is said.
func (s *Session) dropReverted() error {
	revert := s.Info().Revert
	if revert == nil {
		return nil
	}
	messages, err := s.Messages()
	if err != nil {
		return err
	}
	sessionID, found := s.Info().ID, false
	for _, message := range messages {
		one, err := outlineOf(message)
		if err != nil {
			return err
		}
		if !found && one.ID != revert.MessageID {
			continue
		}
		if !found && revert.PartID != "" {
			found = true
			for _, part := range one.Parts[one.index(revert.PartID):] {
				if err := s.record(partRemoved, removedData{sessionID, one.ID, part.ID}, false); err != nil {
					return err
				}
			}
			continue
		}
		found = true
		if err := s.record(messageRemoved, removedData{SessionID: sessionID, MessageID: one.ID}, false); err != nil {
			return err
		}
	}
	return s.setRevert(nil)
}

// outline is what a revert looks at of a message.
type outline struct {
	ID    string
	Role  string
	Parts []partOutline
}

type partOutline struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// index of a part, or past the last one.
func (o outline) index(partID string) int {
	if i := slices.IndexFunc(o.Parts, func(p partOutline) bool { return p.ID == partID }); i >= 0 {
		return i
	}
	return len(o.Parts)
}

func outlineOf(message Message) (outline, error) {
	var one outline
	if err := json.Unmarshal(message.Info, &one); err != nil {
		return one, err
	}
	for _, raw := range message.Parts {
		var part partOutline
		if err := json.Unmarshal(raw, &part); err != nil {
			return one, err
		}
		one.Parts = append(one.Parts, part)
	}
	return one, nil
}

// revertPoint is OpenCode's: a part counts only when text or a tool is left
// before it, and else the question that it answers.
func revertPoint(messages []Message, messageID, partID string) (*Reverted, error) {
	asked := ""
	for _, message := range messages {
		one, err := outlineOf(message)
		if err != nil {
			return nil, err
		}
		if one.Role == "user" {
			asked = one.ID
		}
		at := one.index(partID)
		if one.ID != messageID || partID != "" && at == len(one.Parts) {
			continue
		}
		if partID != "" && slices.ContainsFunc(one.Parts[:at], func(p partOutline) bool { return p.Type == "text" || p.Type == "tool" }) {
			return &Reverted{MessageID: one.ID, PartID: partID}, nil
		}
		if asked == "" {
			asked = one.ID
		}
		return &Reverted{MessageID: asked}, nil
	}
	return nil, nil
}
