package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

func (s *Server) sessionShell(w http.ResponseWriter, r *http.Request) error {
	var body session.ShellRequest
	if err := readJSON(r, &body); err != nil {
		return err
	}
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	body.LeaseID = leaseOf(r)
	message, err := found.Shell(r.Context(), body)
	if err != nil {
		return err
	}
	fence(w, found)
	writeJSON(w, http.StatusOK, message)
	return nil
}

func (s *Server) sessionAbort(w http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	found.Abort()
	writeJSON(w, http.StatusOK, true)
	return nil
}

// sessionStatus answers the sessions that are not idle.
func (s *Server) sessionStatus(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	busy := map[string]map[string]string{}
	for _, one := range s.sessions.List(workspaceID) {
		if one.Busy() {
			busy[one.Info().ID] = map[string]string{"type": "busy"}
		}
	}
	writeJSON(w, http.StatusOK, busy)
	return nil
}
