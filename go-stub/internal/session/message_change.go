package session

import (
	"encoding/json"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

type removedData struct {
	SessionID string `json:"sessionID"`
	MessageID string `json:"messageID"`
	PartID    string `json:"partID,omitempty"`
}

// RemoveMessage deletes a message with its parts; not while a command runs,
// which would write into it.
func (s *Session) RemoveMessage(messageID string) error {
	if s.Busy() {
		return s.busy()
	}
	if _, err := s.Message(messageID); err != nil {
		return err
	}
	return s.record(messageRemoved, removedData{SessionID: s.Info().ID, MessageID: messageID}, true)
}

// RemovePart deletes a part of a message.
func (s *Session) RemovePart(messageID, partID string) error {
	if err := s.hasPart(messageID, partID); err != nil {
		return err
	}
	return s.record(partRemoved, removedData{SessionID: s.Info().ID, MessageID: messageID, PartID: partID}, true)
}

// ChangePart replaces a part by one that a client may write.
func (s *Session) ChangePart(messageID, partID string, raw json.RawMessage) (any, error) {
	if err := s.hasPart(messageID, partID); err != nil {
		return nil, err
	}
	part, err := parsePart(raw)
	if err != nil {
		return nil, fault.New(fault.BadRequest, "invalid_part", "The part: %v.", err)
	}
	part = part.in(s.Info().ID, messageID)
	part.ID = partID
	return part, s.record(partUpdated, partData{part.SessionID, part, s.now()}, true)
}

func (s *Session) hasPart(messageID, partID string) error {
	message, err := s.Message(messageID)
	if err != nil {
		return err
	}
	for _, raw := range message.Parts {
		var part struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(raw, &part) == nil && part.ID == partID {
			return nil
		}
	}
	return fault.Missing("part", partID)
}

func (s *Session) busy() error {
	return fault.New(fault.Conflict, "session_busy", "A command runs in this session; wait for it or abort it.").
		With("sessionID", s.Info().ID)
}
