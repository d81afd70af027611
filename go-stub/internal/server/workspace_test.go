package server

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

func TestAWorkspaceIsRegisteredOnce(t *testing.T) {
	s := newStub(t)
	first := s.work("wrk_a", "a")
	if second := s.work("wrk_a", "a"); second.TimeUsed != first.TimeUsed {
		t.Errorf("got %+v, then %+v", first, second)
	}
	s.failure("POST", "/experimental/workspace", map[string]any{"id": "wrk_a", "directory": s.home, "projectID": "p"}, http.StatusConflict, "ConflictError", "workspace_exists")
}

func TestABadWorkspaceIsRefused(t *testing.T) {
	s := newStub(t)
	for field, body := range map[string]map[string]any{
		"id":        {"id": "../x", "directory": s.home, "projectID": "p"},
		"directory": {"id": "wrk_x", "directory": "", "projectID": "p"},
		"projectID": {"id": "wrk_x", "directory": s.home},
	} {
		var got errorBody
		s.call("POST", "/experimental/workspace", body, http.StatusBadRequest, &got)
		if got.Data["field"] != field {
			t.Errorf("%s: got %+v", field, got)
		}
	}
	s.failure("POST", "/experimental/workspace", map[string]any{"directory": s.home + "/none", "projectID": "p"}, http.StatusBadRequest, "BadRequestError", "directory_not_found")
}

func TestADamagedWorkspaceIsSetAsideAndTheRestServed(t *testing.T) {
	home, stateDir := t.TempDir(), t.TempDir()
	t.Run("first", func(t *testing.T) {
		s := startStub(t, home, stateDir)
		s.work("wrk_a", "a")
		s.work("wrk_b", "b")
	})
	if err := os.WriteFile(filepath.Join(stateDir, "workspaces", "wrk_a.json"), []byte(`{"id":"wrk_a"`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startStub(t, home, stateDir)
	var list []workspace.Workspace
	s.call("GET", "/experimental/workspace", nil, http.StatusOK, &list)
	if len(list) != 1 || list[0].ID != "wrk_b" || len(s.damage.List()) != 1 {
		t.Errorf("got %+v, %v", list, s.damage.List())
	}
}

func TestARemovedWorkspaceTakesItsSessionsAlong(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	s.call("DELETE", "/experimental/workspace/wrk_a", nil, http.StatusOK, nil)
	s.failure("GET", "/session/"+info.ID, nil, http.StatusNotFound, "NotFoundError", "not_found")
	s.failure("DELETE", "/experimental/workspace/wrk_a", nil, http.StatusNotFound, "NotFoundError", "not_found")
}
