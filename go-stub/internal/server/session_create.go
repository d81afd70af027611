package server

import (
	"encoding/json"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// globalProject is OpenCode's name for "no project".
const globalProject = "global"

func (s *Server) sessionCreate(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		ParentID    string          `json:"parentID"`
		Title       string          `json:"title"`
		Agent       string          `json:"agent"`
		Model       json.RawMessage `json:"model"`
		Metadata    json.RawMessage `json:"metadata"`
		Permission  json.RawMessage `json:"permission"`
		WorkspaceID string          `json:"workspaceID"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	if err := checkShapes(&body.Model, &body.Metadata, &body.Permission); err != nil {
		return err
	}
	info := session.Info{
		ParentID: body.ParentID, Title: body.Title, Agent: body.Agent, Model: body.Model, Metadata: body.Metadata, Permission: body.Permission,
	}
	if err := s.place(r, body.WorkspaceID, &info); err != nil {
		return err
	}
	if body.ParentID != "" {
		if _, err := s.sessions.Get(body.ParentID); err != nil {
			return err
		}
	}
	created, err := s.sessions.New(info)
	if err != nil {
		return err
	}
	fence(w, created)
	writeJSON(w, http.StatusOK, created.Info())
	return nil
}

// place says where a new session belongs: to the workspace that is named, to
// that of the directory, to the only one, or to a directory that the user allows.
func (s *Server) place(r *http.Request, workspaceID string, info *session.Info) error {
	name, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	if workspaceID == "" {
		workspaceID = name
	}
	directory := r.URL.Query().Get("directory")
	all := s.workspaces.List()
	for _, one := range all {
		if one.ID == workspaceID || workspaceID == "" && (one.Directory == directory || directory == "" && len(all) == 1) {
			info.WorkspaceID, info.ProjectID, info.Directory = one.ID, one.ProjectID, one.Directory
			return nil
		}
	}
	if workspaceID != "" && workspaceID != workspace.Home {
		return fault.Missing("workspace", workspaceID)
	}
	if directory == "" {
		return fault.Bad("directory", "directory_required", "This stub has %d workspaces; name one, or a directory.", len(all))
	}
	info.ProjectID = globalProject
	info.Directory, _, err = s.permit(r.Context(), exec.Ask{Cwd: directory, Command: "open a session"})
	return err
}
