package server

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"path/filepath"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

func (s *Server) workspaceList(w http.ResponseWriter, _ *http.Request) error {
	list := []heldWorkspace{}
	for _, one := range s.workspaces.List() {
		list = append(list, s.asHeld(one))
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

// heldWorkspace says of a workspace why its commands are not held.
type heldWorkspace struct {
	workspace.Workspace
	Advisory string `json:"advisory,omitempty"` // where the host holds others
}

func (s *Server) asHeld(w workspace.Workspace) heldWorkspace {
	return heldWorkspace{w, s.advisory(s.implied(w.ID, w.Directory))}
}

func (s *Server) workspaceRegister(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		ID        string          `json:"id"`
		Type      string          `json:"type"`
		Name      string          `json:"name"`
		Branch    *string         `json:"branch"`
		Directory string          `json:"directory"`
		ProjectID string          `json:"projectID"`
		Extra     json.RawMessage `json:"extra"`
		sandbox.Terms
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	// It must be there, but keeps the name that the user knows it by.
	resolved, err := policy.Resolve("directory", body.Directory, s.cfg.Home)
	if err != nil {
		return err
	}
	if body.Directory[0] == '~' {
		body.Directory = s.cfg.Home + body.Directory[1:]
	}
	if err := body.Terms.Check(); err != nil {
		return err
	}
	registered, _, err := s.workspaces.Register(workspace.Workspace{
		ID: body.ID, Type: body.Type, Name: body.Name, Branch: body.Branch, Directory: filepath.Clean(body.Directory),
		ProjectID: body.ProjectID, Extra: body.Extra, Terms: body.Terms,
		Resolved: resolved, ByLink: !s.isPlain(body.Directory, resolved),
	})
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, s.asHeld(registered))
	return nil
}

// connectionStatus has OpenCode's shape. A workspace of this stub is as near as it gets.
type connectionStatus struct {
	WorkspaceID string `json:"workspaceID"`
	Status      string `json:"status"`
}

func (s *Server) workspaceStatus(w http.ResponseWriter, _ *http.Request) error {
	list := []connectionStatus{}
	for _, one := range s.workspaces.List() {
		list = append(list, connectionStatus{WorkspaceID: one.ID, Status: "connected"})
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

// removeWithin is how long the commands of a workspace are waited for.
const removeWithin = time.Minute

// workspaceRemove also ends the workspace's commands and terminals and drops its sessions and
// approvals, as OpenCode drops its own: nothing of it is left, also where who asked for it goes.
func (s *Server) workspaceRemove(w http.ResponseWriter, r *http.Request) error {
	workspaceID := r.PathValue("id")
	if _, err := s.workspaces.Get(workspaceID); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), removeWithin)
	defer cancel()
	if err := s.clear(ctx, workspaceID); err != nil {
		return err
	}
	removed, err := s.workspaces.Remove(workspaceID)
	if err != nil {
		return err
	}
	// What began meanwhile.
	if err := s.clear(ctx, workspaceID); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, removed)
	return nil
}

// clear rejects first, so that nobody waits for permission while its session goes.
func (s *Server) clear(ctx context.Context, workspaceID string) error {
	if err := s.policy.Forget(workspaceID); err != nil {
		return err
	}
	if err := s.sessions.RemoveAll(workspaceID); err != nil {
		return err
	}
	s.terminals.RemoveAll(workspaceID)
	if err := s.commands.ForgetAll(ctx, workspaceID); err != nil {
		return err
	}
	s.guard.Forget(workspaceID)
	return errors.Join(s.outputs.Forget(workspaceID), s.snapshots.Forget(workspaceID), s.tmp.Forget(workspaceID))
}

// namedWorkspace answers the workspace that a request names, "" for none.
func (s *Server) namedWorkspace(r *http.Request) (string, error) {
	query := r.URL.Query()
	// The last is what OpenCode's newer routes have.
	name := cmp.Or(query.Get("workspace"), r.Header.Get("X-Opencode-Workspace"), query.Get("location[workspace]"))
	if name == "" || name == workspace.Home {
		return name, nil
	}
	_, err := s.workspaces.Get(name)
	return name, err
}
