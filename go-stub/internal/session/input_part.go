package session

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// inputPart is a part that a client may write: text, file, agent or subtask.
// Only what OpenCode has in such a part is kept of it, for a part that it does
// not know stops its copy of the session for good.
type inputPart struct {
	ID        string `json:"id"`
	SessionID string `json:"sessionID"`
	MessageID string `json:"messageID"`
	Type      string `json:"type"`

	Text      *string         `json:"text,omitempty"`
	Synthetic *bool           `json:"synthetic,omitempty"`
	Ignored   *bool           `json:"ignored,omitempty"`
	Time      *partTime       `json:"time,omitempty"`
	Metadata  map[string]any  `json:"metadata,omitempty"`
	Mime      *string         `json:"mime,omitempty"`
	URL       *string         `json:"url,omitempty"`
	Filename  *string         `json:"filename,omitempty"`
	Source    json.RawMessage `json:"source,omitempty"`
	Name      *string         `json:"name,omitempty"`

	Prompt      *string `json:"prompt,omitempty"`
	Description *string `json:"description,omitempty"`
	Agent       *string `json:"agent,omitempty"`
	Model       *Model  `json:"model,omitempty"`
	Command     *string `json:"command,omitempty"`
}

type partTime struct {
	Start int64  `json:"start"`
	End   *int64 `json:"end,omitempty"`
}

func parsePart(raw json.RawMessage) (inputPart, error) {
	var given inputPart
	var kind *json.UnmarshalTypeError
	if err := json.Unmarshal(raw, &given); errors.As(err, &kind) {
		return inputPart{}, fmt.Errorf("%s cannot be a JSON %s", kind.Field, kind.Value)
	} else if err != nil {
		return inputPart{}, err
	}
	if given.ID != "" && !id.Valid("prt", given.ID) {
		return inputPart{}, errors.New(`id must begin with "prt_"`)
	}
	part := inputPart{ID: given.ID, Type: given.Type}
	if part.ID == "" {
		part.ID = id.Ascending("prt")
	}
	var required map[string]*string
	switch given.Type {
	case "text":
		required = map[string]*string{"text": given.Text}
		part.Text, part.Synthetic, part.Ignored, part.Time, part.Metadata = given.Text, given.Synthetic, given.Ignored, given.Time, given.Metadata
	case "file":
		required = map[string]*string{"mime": given.Mime, "url": given.URL}
		part.Mime, part.URL, part.Filename, part.Source = given.Mime, given.URL, given.Filename, fileSource(given.Source)
	case "agent":
		required = map[string]*string{"name": given.Name}
		part.Name, part.Source = given.Name, textRange(given.Source)
	case "subtask":
		required = map[string]*string{"prompt": given.Prompt, "description": given.Description, "agent": given.Agent}
		part.Prompt, part.Description, part.Agent, part.Model, part.Command = given.Prompt, given.Description, given.Agent, given.Model, given.Command
	default:
		return inputPart{}, fmt.Errorf(`type must be "text", "file", "agent" or "subtask", not %q`, given.Type)
	}
	for name, value := range required {
		if value == nil {
			return inputPart{}, fmt.Errorf("%s is missing", name)
		}
	}
	return part, nil
}

// in is the part of a message.
func (p inputPart) in(sessionID, messageID string) inputPart {
	p.SessionID, p.MessageID = sessionID, messageID
	return p
}
