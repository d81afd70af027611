package server

import (
	"net/http"
	"slices"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

func (s *Server) permissionList(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	list := s.policy.List(workspaceID)
	if workspaceID != "" {
		// OpenCode asks so, and knows no request of no session: who runs such a
		// command has a question of its own.
		list = slices.DeleteFunc(list, func(one policy.Request) bool { return one.SessionID == "" })
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

func (s *Server) permissionReply(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Reply   string `json:"reply"`
		Message string `json:"message"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	if err := s.policy.Reply(r.PathValue("id"), body.Reply, body.Message, s.who(r)); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, true)
	return nil
}

// permissionRespond is the older form of permissionReply.
func (s *Server) permissionRespond(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Response string `json:"response"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	if _, err := s.sessions.Get(r.PathValue("id")); err != nil {
		return err
	}
	if err := s.policy.Reply(r.PathValue("permissionID"), body.Response, "", s.who(r)); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, true)
	return nil
}

// noQuestion: only an agent asks questions.
func (s *Server) noQuestion(_ http.ResponseWriter, r *http.Request) error {
	return fault.Missing("open question", r.PathValue("id"))
}
