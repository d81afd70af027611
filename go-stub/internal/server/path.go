package server

import (
	"net/http"
	"path/filepath"
)

// pathInfo has OpenCode's shape; all of it is on this host.
type pathInfo struct {
	Home      string `json:"home"`
	State     string `json:"state"`
	Config    string `json:"config"`
	Worktree  string `json:"worktree"`
	Directory string `json:"directory"`
}

func (s *Server) path(w http.ResponseWriter, r *http.Request) error {
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, pathInfo{
		Home: place.Home, State: filepath.Join(place.Home, ".local/state/opencode"), Config: filepath.Join(place.Home, ".config/opencode"),
		Worktree: place.Root, Directory: place.Root,
	})
	return nil
}
