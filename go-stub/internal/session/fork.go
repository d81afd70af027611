package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// Fork makes a session of the messages before messageID (all with ""), with
// new ids. When it fails nothing is left of it.
func (s *Store) Fork(from *Session, messageID string) (*Session, error) {
	messages, err := from.Messages()
	if err != nil {
		return nil, err
	}
	info := from.Here()
	fork, err := s.New(Info{
		ProjectID: info.ProjectID, WorkspaceID: info.WorkspaceID, Directory: info.Directory, Path: info.Path,
		Title: forkTitle(info.Title), Metadata: info.Metadata, Permission: info.Permission,
	})
	if err != nil {
		return nil, err
	}
	copied := map[string]string{}
	for _, message := range messages {
		var key struct {
			ID string `json:"id"`
		}
		if err = json.Unmarshal(message.Info, &key); err != nil || key.ID == messageID {
			break
		}
		copied[key.ID] = id.Ascending("msg")
		if err = fork.take(message, copied[key.ID], copied); err != nil {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(err, s.Remove(fork.Info().ID))
	}
	return fork, nil
}

// take records a copy of a message of another session.
func (s *Session) take(message Message, messageID string, copied map[string]string) error {
	sessionID := s.Info().ID
	var parent struct {
		ParentID string `json:"parentID"`
	}
	if err := json.Unmarshal(message.Info, &parent); err != nil {
		return err
	}
	names := map[string]string{"id": messageID, "sessionID": sessionID}
	if to := copied[parent.ParentID]; to != "" {
		names["parentID"] = to
	}
	info, err := renamed(message.Info, names)
	if err != nil {
		return err
	}
	if err := s.record(messageUpdated, messageData{sessionID, info}, false); err != nil {
		return err
	}
	for _, raw := range message.Parts {
		part, err := renamed(ended(raw, s.now()), map[string]string{"id": id.Ascending("prt"), "messageID": messageID, "sessionID": sessionID})
		if err != nil {
			return err
		}
		if err := s.record(partUpdated, partData{sessionID, part, s.now()}, false); err != nil {
			return err
		}
	}
	return nil
}

// ended is a part as it is, but for a command that runs: it does not in the copy.
func ended(raw json.RawMessage, now int64) json.RawMessage {
	var part toolPart
	if json.Unmarshal(raw, &part) != nil || part.Type != "tool" || part.State.Status != "running" {
		return raw
	}
	part.State.Status, part.State.Error = "error", "The session was forked while the command ran."
	part.State.Time.End = now
	copied, err := json.Marshal(part)
	if err != nil {
		return raw
	}
	return copied
}

// renamed replaces strings of an object.
func renamed(raw json.RawMessage, values map[string]string) (map[string]json.RawMessage, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return nil, err
	}
	for name, value := range values {
		object[name] = json.RawMessage(strconv.Quote(value)) // ids: nothing to escape
	}
	return object, nil
}

// forkTitle is what OpenCode names a fork.
func forkTitle(title string) string {
	if rest, ok := strings.CutSuffix(title, ")"); ok {
		if i := strings.LastIndex(rest, forkMark); i > 0 {
			if n, err := strconv.ParseUint(rest[i+len(forkMark):], 10, 32); err == nil {
				return fmt.Sprintf("%s%s%d)", rest[:i], forkMark, n+1)
			}
		}
	}
	return title + forkMark + "1)"
}

const forkMark = " (fork #"
