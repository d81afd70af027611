package server

import (
	"cmp"
	"net/http"
	"path/filepath"
	"strings"
	"time"

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
		WorkspaceID string         `json:"workspaceID"`
		Path        string         `json:"path"`
		Access      *policy.Access `json:"access"`
		Until       int64          `json:"until"`
		By          string         `json:"by"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	workspaceID, _, err := s.root(body.WorkspaceID)
	if err != nil {
		return err
	}
	grant, err := s.grantOf(body.Path)
	if err != nil {
		return err
	}
	if grant.Access = policy.All; body.Access != nil {
		grant.Access = *body.Access
	}
	if body.Until != 0 {
		if grant.Until = time.UnixMilli(body.Until); !grant.Until.After(s.cfg.Now()) {
			return fault.Bad("until", "invalid_field", "until must be a time to come, in milliseconds since 1970.")
		}
	}
	if len(body.By) > maxBy {
		return fault.Bad("by", "invalid_field", "by is longer than %d bytes.", maxBy)
	}
	grant.By = cmp.Or(body.By, s.who(r), "a client")
	approval, err := s.policy.Approve(workspaceID, grant)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, approval)
	return nil
}

// maxBy bounds what a client says of itself.
const maxBy = 200

// grantOf takes a path that is there, or a pattern whose directory is there.
func (s *Server) grantOf(text string) (policy.Grant, error) {
	resolved, isDir, err := policy.ResolveAny("path", text, s.cfg.Home)
	if err == nil {
		return policy.Grant{Rule: policy.Rule{Path: resolved, Tree: isDir}}, nil
	}
	wild := strings.IndexAny(text, "*?")
	if wild < 0 {
		return policy.Grant{}, err
	}
	slash := strings.LastIndexByte(text[:wild], '/')
	if slash < 0 {
		return policy.Grant{}, err
	}
	dir, err := policy.Resolve("path", text[:slash+1], s.cfg.Home)
	if err != nil {
		return policy.Grant{}, err
	}
	rest := text[slash+1:]
	if rest == "*" {
		return policy.Grant{Rule: policy.Rule{Path: dir, Tree: true}}, nil
	}
	if strings.IndexByte(text, 0) >= 0 || strings.Contains("/"+rest+"/", "/../") {
		return policy.Grant{}, fault.Bad("path", "invalid_field", `path %q has ".." or a NUL byte behind a wildcard.`, text)
	}
	return policy.Grant{Pattern: filepath.Join(dir, rest), Rule: policy.Rule{Path: dir}}, nil
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
	removed, ended, err := s.policy.Revoke(workspaceID, pattern)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]int{"removed": len(removed), "ended": ended})
	return nil
}
