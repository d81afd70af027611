package server

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// gate lets commands into directories by the policy of their workspace.
type gate struct{ server *Server }

// Enter is of exec.Gate.
func (g gate) Enter(ctx context.Context, ask exec.Ask) (exec.Entry, error) {
	dir, question, err := g.server.permit(ctx, ask)
	if err != nil {
		return exec.Entry{}, err
	}
	spec, err := g.server.guarded(question, ask.Terms)
	if err != nil {
		return exec.Entry{}, err
	}
	return exec.Entry{Dir: dir, Guard: spec, Loose: g.server.loose(question.Root, spec), OutputBytes: spec.Terms.OutputBytes}, nil
}

// permit answers the resolved directory and what was permitted.
func (s *Server) permit(ctx context.Context, ask exec.Ask) (string, policy.Question, error) {
	question, dir, seen, err := s.question(ask)
	if err == nil {
		err = s.undenied(ask, &seen)
	}
	if err != nil {
		return "", policy.Question{}, err
	}
	if ask.Asked != nil {
		question.Asked = func(request policy.Request) { ask.Asked(request) }
	}
	return dir, question, s.policy.Permit(ctx, question)
}

// root answers the workspace that counts and its directory, which is still the
// one that it was given.
func (s *Server) root(workspaceID string) (string, string, error) {
	if workspaceID == "" || workspaceID == workspace.Home {
		return workspace.Home, s.cfg.Home, nil
	}
	w, err := s.workspaces.Get(workspaceID)
	if err != nil {
		return "", "", err
	}
	if resolved, err := filepath.EvalSymlinks(w.Directory); err == nil && resolved != w.Resolved {
		return "", "", w.Elsewhere(resolved)
	}
	return w.ID, w.Directory, nil
}

func (s *Server) directoryOf(workspaceID string) (string, bool) {
	if workspaceID == "" || workspaceID == workspace.Home {
		return s.cfg.Home, true
	}
	w, err := s.workspaces.Get(workspaceID)
	return w.Directory, err == nil
}

// implied is what a workspace's directory grants: nothing where it leads
// elsewhere by now than when it was given.
func (s *Server) implied(workspaceID, root string) string {
	resolved := implied(root)
	if of, err := s.workspaces.Get(workspaceID); err == nil && of.Resolved != resolved {
		return ""
	}
	return resolved
}

// isPlain says of a directory that no link led to where it is but the home's.
func (s *Server) isPlain(directory, resolved string) bool {
	directory = filepath.Clean(directory)
	if below, ok := strings.CutPrefix(directory, s.cfg.Home+"/"); ok {
		directory = filepath.Join(implied(s.cfg.Home), below)
	}
	return directory == resolved
}

// implied of a directory is what is there. A home that is "/" (service
// users have it) would grant everything, and nobody asked for that.
func implied(root string) string {
	resolved, err := filepath.EvalSymlinks(root)
	if err != nil || resolved == "/" {
		return ""
	}
	return resolved
}
