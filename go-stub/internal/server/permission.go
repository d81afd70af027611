package server

import "net/http"

func (s *Server) permissionList(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, s.policy.List(workspaceID))
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
	if err := s.policy.Reply(r.PathValue("id"), body.Reply, body.Message); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, true)
	return nil
}
