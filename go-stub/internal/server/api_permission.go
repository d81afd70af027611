package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// permissionV2 is a request in the form of the newer routes.
type permissionV2 struct {
	ID        string          `json:"id"`
	SessionID string          `json:"sessionID"`
	Action    string          `json:"action"`
	Resources []string        `json:"resources"`
	Save      []string        `json:"save"`
	Metadata  policy.Metadata `json:"metadata"`
}

// permissionsV2 answers those of a session, of all with "". What no session
// asks for is not OpenCode's.
func (s *Server) permissionsV2(workspaceID, sessionID string) []permissionV2 {
	list := []permissionV2{}
	for _, one := range s.policy.List(workspaceID) {
		if one.SessionID != "" && (sessionID == "" || one.SessionID == sessionID) {
			list = append(list, permissionV2{
				ID: one.ID, SessionID: one.SessionID, Action: one.Permission, Resources: one.Patterns, Save: one.Always, Metadata: one.Metadata,
			})
		}
	}
	return list
}

func (s *Server) apiPermissionList(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	return s.writeLocated(w, r, s.permissionsV2(workspaceID, ""))
}

func (s *Server) apiSessionPermissions(w http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, object{"data": s.permissionsV2("", found.Info().ID)})
	return nil
}

func (s *Server) apiPermissionGet(w http.ResponseWriter, r *http.Request) error {
	for _, one := range s.permissionsV2("", r.PathValue("id")) {
		if one.ID == r.PathValue("requestID") {
			writeJSON(w, http.StatusOK, object{"data": one})
			return nil
		}
	}
	return fault.Missing("open permission request", r.PathValue("requestID"))
}

func (s *Server) apiPermissionReply(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Reply   string `json:"reply"`
		Message string `json:"message"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	if err := s.replyTo(r, r.PathValue("requestID"), r.PathValue("id"), body.Reply, body.Message); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
