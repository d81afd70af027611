package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

func (s *Server) approvalList(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, s.policy.Approvals(workspaceID))
	return nil
}

func (s *Server) approvalAdd(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		WorkspaceID string `json:"workspaceID"`
		Path        string `json:"path"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	workspaceID, _, err := s.root(body.WorkspaceID)
	if err != nil {
		return err
	}
	dir, err := policy.Resolve("path", body.Path, s.cfg.Home)
	if err != nil {
		return err
	}
	approval, err := s.policy.Approve(workspaceID, dir)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, approval)
	return nil
}

func (s *Server) approvalRevoke(w http.ResponseWriter, r *http.Request) error {
	name, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	workspaceID, _, err := s.root(name)
	if err != nil {
		return err
	}
	pattern := r.URL.Query().Get("pattern")
	if pattern == "" {
		return fault.Bad("pattern", "invalid_field", "pattern is missing; the list of approvals shows them.")
	}
	removed, err := s.policy.Revoke(workspaceID, pattern)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]int{"removed": removed})
	return nil
}
