package server

import (
	"encoding/json"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// location is where a request of the newer routes is answered.
type location struct {
	Directory   string          `json:"directory"`
	WorkspaceID string          `json:"workspaceID,omitempty"`
	Project     locationProject `json:"project"`
}

type locationProject struct {
	ID        string `json:"id"`
	Directory string `json:"directory"`
}

// meantWorkspace answers the workspace that a request names, else the only one,
// else home, which is "".
func (s *Server) meantWorkspace(r *http.Request) (string, error) {
	workspaceID, err := s.namedWorkspace(r)
	if all := s.workspaces.List(); err == nil && workspaceID == "" && len(all) == 1 {
		workspaceID = all[0].ID
	}
	if workspaceID == workspace.Home {
		workspaceID = ""
	}
	return workspaceID, err
}

func (s *Server) locate(r *http.Request) (location, error) {
	workspaceID, err := s.meantWorkspace(r)
	if err != nil {
		return location{}, err
	}
	if workspaceID == "" {
		return location{Directory: s.cfg.Home, Project: locationProject{globalProject, s.cfg.Home}}, nil
	}
	w, err := s.workspaces.Get(workspaceID)
	return location{Directory: w.Directory, WorkspaceID: w.ID, Project: locationProject{w.ProjectID, w.Directory}}, err
}

func (s *Server) apiLocation(w http.ResponseWriter, r *http.Request) error {
	where, err := s.locate(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, where)
	return nil
}

func (s *Server) writeLocated(w http.ResponseWriter, r *http.Request, data any) error {
	where, err := s.locate(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, object{"location": where, "data": data})
	return nil
}

func (s *Server) apiProvider(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("providerID") != session.NobodyProvider {
		return fault.New(fault.NotFound, "not_found", needsNoModel)
	}
	return s.writeLocated(w, r, json.RawMessage(nobodyV2))
}
