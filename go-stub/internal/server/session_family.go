package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

func (s *Server) sessionFork(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		MessageID string `json:"messageID"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	from, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	fork, err := s.sessions.Fork(from, body.MessageID)
	if err != nil {
		return err
	}
	fence(w, fork)
	writeJSON(w, http.StatusOK, fork.Here())
	return nil
}

func (s *Server) sessionChildren(w http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	list := []session.Info{}
	for _, child := range s.sessions.Children(found.Info().ID) {
		list = append(list, child.Here())
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

// sessionRevert hides messages; what commands did on the host stays done.
func (s *Server) sessionRevert(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		MessageID string `json:"messageID"`
		PartID    string `json:"partID"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	return s.changed(w, r, func(found *session.Session) (any, error) {
		err := found.Revert(body.MessageID, body.PartID)
		return found.Here(), err
	})
}

func (s *Server) sessionUnrevert(w http.ResponseWriter, r *http.Request) error {
	return s.changed(w, r, func(found *session.Session) (any, error) {
		err := found.Unrevert()
		return found.Here(), err
	})
}
