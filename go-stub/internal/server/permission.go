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
	if err := s.replyTo(r, r.PathValue("id"), "", body.Reply, body.Message); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, true)
	return nil
}

// replyTo answers a request. Who names a workspace, or a session ("" for none),
// answers requests of that one only.
func (s *Server) replyTo(r *http.Request, requestID, sessionID, reply, message string) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	if (workspaceID != "" || sessionID != "") && !slices.ContainsFunc(s.policy.List(workspaceID), func(one policy.Request) bool {
		return one.ID == requestID && (sessionID == "" || one.SessionID == sessionID)
	}) {
		return fault.Missing("open permission request", requestID)
	}
	return s.policy.Reply(requestID, reply, message, s.who(r))
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
	if err := s.replyTo(r, r.PathValue("permissionID"), r.PathValue("id"), body.Response, ""); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, true)
	return nil
}

// noQuestion: only an agent asks questions.
func (s *Server) noQuestion(_ http.ResponseWriter, r *http.Request) error {
	return fault.Missing("open question", r.PathValue("id"))
}
