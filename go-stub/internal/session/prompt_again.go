package session

import (
	"encoding/json"
	"strings"
)

// earlier is what an earlier prompt with the same id has left.
type earlier struct {
	user   *Message
	answer *Message
}

func (e earlier) message() Message {
	if e.answer == nil {
		return Message{}
	}
	return *e.answer
}

// before looks for what a prompt with this id has left. The user's message
// alone is what a crash between the two leaves, and a prompt without a reply.
func (s *Session) before(messageID string) (earlier, error) {
	var found earlier
	messages, err := s.Messages()
	for _, message := range messages {
		var info struct {
			ID       string `json:"id"`
			ParentID string `json:"parentID"`
		}
		if err := json.Unmarshal(message.Info, &info); err != nil {
			return earlier{}, err
		}
		switch messageID {
		case info.ID:
			found.user = &message
		case info.ParentID:
			found.answer = &message
		}
	}
	return found, err
}

// talkTo records the agent and the model of the last prompt where they are others.
func (s *Session) talkTo(agent string, model Model) error {
	raw, err := json.Marshal(sessionModel{ID: model.ModelID, ProviderID: model.ProviderID, Variant: model.Variant})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.info.Agent == agent && string(s.info.Model) == string(raw) {
		return nil
	}
	info := s.info
	info.Agent, info.Model, info.Time.Updated = agent, raw, s.now()
	return s.recordLocked(updated, infoData{SessionID: info.ID, Info: info}, false)
}

// sessionModel is a Model in the form that a session has.
type sessionModel struct {
	ID         string `json:"id"`
	ProviderID string `json:"providerID"`
	Variant    string `json:"variant,omitempty"`
}

// CommandRequest is the body of POST /session/{id}/command.
type CommandRequest struct {
	MessageID string            `json:"messageID"`
	Agent     string            `json:"agent"`
	Model     string            `json:"model"` // "provider/model"
	Variant   string            `json:"variant"`
	Command   string            `json:"command"`
	Arguments string            `json:"arguments"`
	Parts     []json.RawMessage `json:"parts"`
}

// Prompt is the command as a prompt: what the user typed.
func (r CommandRequest) Prompt() (PromptRequest, error) {
	text, err := json.Marshal(map[string]string{"type": "text", "text": strings.TrimSpace("/" + r.Command + " " + r.Arguments)})
	if err != nil {
		return PromptRequest{}, err
	}
	request := PromptRequest{
		MessageID: r.MessageID, Agent: r.Agent, Variant: r.Variant, Parts: append([]json.RawMessage{text}, r.Parts...),
	}
	if provider, model, ok := strings.Cut(r.Model, "/"); ok {
		request.Model = &Model{ProviderID: provider, ModelID: model}
	}
	return request, nil
}

func agentOf(name string) string {
	if name == "" {
		return "build"
	}
	return name
}
