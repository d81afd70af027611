package session

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// noAgent is what a prompt is answered with.
const noAgent = "There is no agent here: this workspace is %s on %s, and no model runs for it.\n\n" +
	"Commands do run. Begin the line with `!`, for example `!ls -la`. " +
	"The README of opencode-remote-ssh says what else such a workspace can do."

// PromptRequest is the body of POST /session/{id}/message.
type PromptRequest struct {
	MessageID string            `json:"messageID"`
	Agent     string            `json:"agent"`
	Model     *Model            `json:"model"`
	Variant   string            `json:"variant"`
	System    string            `json:"system"`
	Tools     map[string]bool   `json:"tools"`
	NoReply   bool              `json:"noReply"`
	Parts     []json.RawMessage `json:"parts"`
}

// Prompt keeps the user's message and answers that nobody is there to read it.
// The same messageID again is answered as before.
func (s *Session) Prompt(request PromptRequest) (Message, error) {
	p, err := s.newPrompt(request)
	if err != nil {
		return Message{}, err
	}
	s.prompting.Lock()
	defer s.prompting.Unlock()
	if request.MessageID != "" {
		before, err := s.before(request.MessageID)
		if err != nil || before.answer != nil {
			return before.message(), err
		}
		p.kept = before.user
	}
	if request.NoReply {
		return p.keep()
	}
	s.showBusy()
	defer s.showIdle()
	if _, err := p.keep(); err != nil {
		return Message{}, err
	}
	return p.answer()
}

// prompt is a message of the user's that becomes part of a session.
type prompt struct {
	session *Session
	user    userMessage
	parts   []inputPart
	kept    *Message // by an attempt before that was not answered
}

func (s *Session) newPrompt(request PromptRequest) (*prompt, error) {
	info := s.Info()
	user := userMessage{
		ID: request.MessageID, SessionID: info.ID, Role: "user", Time: messageTime{Created: s.now()},
		Agent: agentOf(request.Agent), Model: nobody, System: request.System, Tools: request.Tools,
	}
	if request.Model != nil {
		user.Model = *request.Model
	}
	if request.Variant != "" {
		user.Model.Variant = request.Variant
	}
	switch {
	case user.ID == "":
		user.ID = id.Ascending("msg")
	case !id.Valid("msg", user.ID):
		return nil, fault.Bad("messageID", "invalid_field", `messageID must begin with "msg_".`)
	default:
		id.Follow(user.ID)
	}
	p := &prompt{session: s, user: user}
	for i, raw := range request.Parts {
		part, err := parsePart(raw)
		if err != nil {
			return nil, fault.Bad("parts", "invalid_field", "parts[%d]: %v.", i, err)
		}
		p.parts = append(p.parts, part.in(user.SessionID, user.ID))
	}
	return p, nil
}

// keep records the user's message, and that the session's agent and model are
// those of its last prompt.
func (p *prompt) keep() (Message, error) {
	if p.kept != nil {
		return *p.kept, nil
	}
	s := p.session
	if err := s.dropReverted(); err != nil {
		return Message{}, err
	}
	all := []happening{{messageUpdated, messageData{p.user.SessionID, p.user}}}
	for _, part := range p.parts {
		all = append(all, happening{partUpdated, partData{p.user.SessionID, part, s.now()}})
	}
	if err := s.recordAll(all...); err != nil {
		return Message{}, err
	}
	if err := s.talkTo(p.user.Agent, p.user.Model); err != nil {
		return Message{}, err
	}
	return encodeMessage(p.user, p.parts)
}

func (p *prompt) answer() (Message, error) {
	s, info := p.session, p.session.Here()
	reply := assistantMessage{
		ID: id.Ascending("msg"), SessionID: info.ID, Role: "assistant", Time: messageTime{Created: s.now()}, ParentID: p.user.ID,
		ModelID: nobody.ModelID, ProviderID: nobody.ProviderID, Mode: p.user.Agent, Agent: p.user.Agent,
		Path: messagePath{Cwd: info.Directory, Root: info.Directory},
	}
	now := s.now()
	text := inputPart{
		ID: id.Ascending("prt"), SessionID: info.ID, MessageID: reply.ID, Type: "text", Text: new(noAgentHere(info.Directory)),
		Time: &partTime{Start: now, End: &now}, // opencode run prints a text that has an end
	}
	if err := s.record(messageUpdated, messageData{info.ID, reply}, false); err != nil {
		return Message{}, err
	}
	if err := s.record(partUpdated, partData{info.ID, text, s.now()}, false); err != nil {
		return Message{}, err
	}
	reply.Time.Completed, reply.Finish = s.now(), "stop"
	if err := s.record(messageUpdated, messageData{info.ID, reply}, true); err != nil {
		return Message{}, err
	}
	return encodeMessage(reply, []inputPart{text})
}

func encodeMessage(info any, parts []inputPart) (Message, error) {
	raw, err := events.Encode(info)
	if err != nil {
		return Message{}, err
	}
	message := Message{Info: raw, Parts: []json.RawMessage{}}
	for _, part := range parts {
		raw, err := events.Encode(part)
		if err != nil {
			return Message{}, err
		}
		message.Parts = append(message.Parts, raw)
	}
	return message, nil
}

func noAgentHere(directory string) string {
	hostname, err := os.Hostname()
	if err != nil {
		hostname = "this host"
	}
	return fmt.Sprintf(noAgent, directory, hostname)
}
