package server

import (
	"encoding/json"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/vcs"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// project has OpenCode's shape: the user's project, as this host has it.
type project struct {
	ID        string          `json:"id"`
	Worktree  string          `json:"worktree"`
	VCS       string          `json:"vcs,omitempty"`
	Name      string          `json:"name,omitempty"`
	Icon      json.RawMessage `json:"icon,omitempty"`
	Commands  json.RawMessage `json:"commands,omitempty"`
	Time      projectTime     `json:"time"`
	Sandboxes []string        `json:"sandboxes"`
}

type projectTime struct {
	Created int64 `json:"created"`
	Updated int64 `json:"updated"`
}

func projectOf(w workspace.Workspace) project {
	p := project{
		ID: w.ProjectID, Worktree: w.Directory, Time: projectTime{Created: w.TimeUsed, Updated: w.TimeUsed}, Sandboxes: []string{},
	}
	if vcs.IsRepository(w.Directory) {
		p.VCS = "git"
	}
	return p
}

func (s *Server) projectList(w http.ResponseWriter, r *http.Request) error {
	of, _, err := s.workspaceFiles(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, []project{projectOf(of)})
	return nil
}

func (s *Server) projectCurrent(w http.ResponseWriter, r *http.Request) error {
	of, _, err := s.workspaceFiles(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, projectOf(of))
	return nil
}

// namedProject is the workspace of a request, when the project is its own.
func (s *Server) namedProject(r *http.Request) (workspace.Workspace, error) {
	of, _, err := s.workspaceFiles(r)
	if err == nil && of.ProjectID != r.PathValue("id") {
		err = fault.Missing("project", r.PathValue("id"))
	}
	return of, err
}

// projectChange answers what was asked for and keeps nothing: a project's name
// and picture are its OpenCode's.
func (s *Server) projectChange(w http.ResponseWriter, r *http.Request) error {
	of, err := s.namedProject(r)
	if err != nil {
		return err
	}
	changed := projectOf(of)
	var body struct {
		Name     string          `json:"name"`
		Icon     json.RawMessage `json:"icon"`
		Commands json.RawMessage `json:"commands"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	changed.Name, changed.Icon, changed.Commands = body.Name, body.Icon, body.Commands
	writeJSON(w, http.StatusOK, changed)
	return nil
}

func (s *Server) projectDirectories(w http.ResponseWriter, r *http.Request) error {
	of, err := s.namedProject(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, []map[string]string{{"directory": of.Directory}})
	return nil
}
