package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

func (s *Server) shutdown(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		IfIdle bool `json:"ifIdle"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	if body.IfIdle && (s.connections.Load() > 1 || s.terminals.Running() > 0 || !s.commands.StopIfIdle()) {
		return fault.New(fault.Conflict, "busy", "The stub has %d commands and %d other connections.",
			s.commands.Unfinished()+s.terminals.Running(), s.connections.Load()-1)
	}
	writeJSON(w, http.StatusAccepted, map[string]bool{"stopping": true})
	// Another goroutine: a clean end waits for this request.
	go s.cfg.Shutdown("requested")
	return nil
}
