package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// filesOf answers the workspace of a request, as its files are reached: what
// lies in its directory, and what was approved for it.
func (s *Server) filesOf(r *http.Request) (files.Place, error) {
	_, place, err := s.workspaceFiles(r)
	return place, err
}

func (s *Server) workspaceFiles(r *http.Request) (workspace.Workspace, files.Place, error) {
	name, err := s.meantWorkspace(r)
	if err != nil {
		return workspace.Workspace{}, files.Place{}, err
	}
	id, root, err := s.root(name)
	if err != nil {
		return workspace.Workspace{}, files.Place{}, err
	}
	of := workspace.Workspace{ID: id, Directory: root, ProjectID: globalProject, TimeUsed: s.startedAt.UnixMilli()}
	if id != workspace.Home {
		if of, err = s.workspaces.Get(id); err != nil {
			return workspace.Workspace{}, files.Place{}, err
		}
	}
	return of, files.Place{
		WorkspaceID: id, Root: root, Real: s.implied(id, root), Home: s.cfg.Home, Judge: s.policy, Outputs: s.outputs.Dir(id),
		Tmp: s.tmp.Dir(id),
	}, nil
}
