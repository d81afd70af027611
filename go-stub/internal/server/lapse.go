package server

import (
	"cmp"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// endLapsed ends what may have something by approvals that are no more: all of
// their workspace that began while they were in force. What the kernel lets a
// process do cannot be taken from it.
func (s *Server) endLapsed(gone []policy.Approved, why string) int {
	s.lapses.Add(1)
	ended := 0
	for _, one := range gone {
		ended += s.endBy(one, why)
	}
	return ended
}

func (s *Server) endBy(gone policy.Approved, why string) int {
	reason := "the approval of " + gone.Pattern + " " + why
	since := time.UnixMilli(gone.At)
	if since.After(s.cfg.Now()) {
		since = time.Time{} // the clock was set back: what began when cannot be told
	}
	ended := s.commands.EndPermitted(func(workspaceID string) bool {
		return cmp.Or(workspaceID, workspace.Home) == gone.WorkspaceID
	}, since, reason)
	ended += s.terminals.EndPermitted(gone.WorkspaceID, since, reason)
	s.cfg.Log.Info("approval lapsed", "workspace", gone.WorkspaceID, "pattern", gone.Pattern, "why", why, "ended", ended)
	return ended
}
