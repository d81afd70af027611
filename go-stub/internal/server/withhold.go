package server

import (
	"path/filepath"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/vcs"
)

// withhold takes the text of what may hold secrets, and was not approved by its
// name, out of changes: that they changed stays.
func (s *Server) withhold(place files.Place, diffs []vcs.FileDiff) []vcs.FileDiff {
	for i := range diffs {
		if s.isWithheld(place, diffs[i].File) {
			diffs[i].Patch = ""
		}
	}
	return diffs
}

// mayPatch refuses what may hold secrets, and was not approved by its name.
func (s *Server) mayPatch(place files.Place, patched []string) error {
	for _, file := range patched {
		path := filepath.Join(place.Real, file)
		if s.policy.Secret(path) != "" && !s.policy.Approved(place.WorkspaceID, policy.Touch{Path: path, Access: policy.All}) {
			return fault.New(fault.Forbidden, "path_outside", "%s may hold secrets: a patch reaches it only where it was approved by its name.", path)
		}
	}
	return nil
}

func (s *Server) isWithheld(place files.Place, file string) bool {
	path := filepath.Join(place.Real, file)
	return s.policy.Secret(path) != "" && !s.policy.Approved(place.WorkspaceID, policy.Touch{Path: path, Access: policy.Read})
}
