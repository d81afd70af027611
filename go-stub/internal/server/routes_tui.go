package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// tuiRoutes drive the user interfaces that are attached, by their events.
func (s *Server) tuiRoutes() []route {
	return []route{
		{pattern: "POST /tui/append-prompt", handle: s.tuiEvent("tui.prompt.append")},
		{pattern: "POST /tui/execute-command", handle: s.tuiEvent("tui.command.execute")},
		{pattern: "POST /tui/show-toast", handle: s.tuiEvent("tui.toast.show")},
		{pattern: "POST /tui/select-session", handle: s.tuiEvent("tui.session.select")},
		{pattern: "POST /tui/publish", handle: s.tuiPublish},
		{pattern: "POST /tui/open-help", handle: s.tuiCommand("help.show")},
		{pattern: "POST /tui/open-sessions", handle: s.tuiCommand("session.list")},
		{pattern: "POST /tui/open-themes", handle: s.tuiCommand("theme.switch")},
		{pattern: "POST /tui/open-models", handle: s.tuiCommand("model.list")},
		{pattern: "POST /tui/submit-prompt", handle: s.tuiCommand("prompt.submit")},
		{pattern: "POST /tui/clear-prompt", handle: s.tuiCommand("prompt.clear")},
	}
}

func (s *Server) tuiEvent(kind string) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		properties := object{}
		if err := readJSON(r, &properties); err != nil {
			return err
		}
		return s.tuiTell(w, r, kind, properties)
	}
}

func (s *Server) tuiCommand(name string) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.tuiTell(w, r, "tui.command.execute", object{"command": name})
	}
}

func (s *Server) tuiPublish(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Type       string `json:"type"`
		Properties object `json:"properties"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	switch body.Type {
	case "tui.prompt.append", "tui.command.execute", "tui.toast.show", "tui.session.select":
		return s.tuiTell(w, r, body.Type, body.Properties)
	}
	return fault.Bad("type", "invalid_field", "%q is not an event of a user interface.", body.Type)
}

func (s *Server) tuiTell(w http.ResponseWriter, r *http.Request, kind string, properties object) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	s.announce(workspaceID, kind, properties)
	writeJSON(w, http.StatusOK, true)
	return nil
}
