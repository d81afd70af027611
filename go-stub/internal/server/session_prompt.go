package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

// sessionPrompt keeps the user's message and answers that there is no agent.
func (s *Server) sessionPrompt(w http.ResponseWriter, r *http.Request) error {
	var body session.PromptRequest
	if err := readJSON(r, &body); err != nil {
		return err
	}
	return s.changed(w, r, func(found *session.Session) (any, error) { return found.Prompt(body) })
}

// sessionPromptAsync is as sessionPrompt, whose answer is known at once.
func (s *Server) sessionPromptAsync(w http.ResponseWriter, r *http.Request) error {
	var body session.PromptRequest
	if err := readJSON(r, &body); err != nil {
		return err
	}
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	if _, err := found.Prompt(body); err != nil {
		return err
	}
	fence(w, found)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) sessionCommand(w http.ResponseWriter, r *http.Request) error {
	var body session.CommandRequest
	if err := readJSON(r, &body); err != nil {
		return err
	}
	prompt, err := body.Prompt()
	if err != nil {
		return err
	}
	return s.changed(w, r, func(found *session.Session) (any, error) { return found.Prompt(prompt) })
}

// sessionSummarize refuses. OpenCode's interface does not look at the answer,
// so who waits for it is told by an event.
func (s *Server) sessionSummarize(_ http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	found.ShowError(needsAgent)
	return fault.New(fault.BadRequest, "no_agent", "%s", needsAgent)
}
