package server

import (
	"context"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

func TestNothingIsLeftOfARemovedWorkspace(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	s.work("wrk_b", "b")
	info, other := s.open("wrk_a"), s.open("wrk_b")
	s.call("POST", "/stub/v1/approvals", map[string]any{"workspaceID": "wrk_a", "path": outside(t)}, http.StatusOK, nil)
	shell := s.request("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "exec sleep 100"})
	go func() {
		if res, err := s.client.Do(shell); err == nil {
			_ = res.Body.Close()
		}
	}()
	s.start(exec.Spec{Command: "exec sleep 100", WorkspaceID: "wrk_a"})
	s.pend(exec.Spec{Command: "ls", Cwd: outside(t), WorkspaceID: "wrk_a"})
	eventually(t, "the shell runs", func() bool { return s.server.commands.Unfinished() == 3 })
	s.call("DELETE", "/experimental/workspace/wrk_a", nil, http.StatusOK, nil)
	if n := s.server.commands.Unfinished(); n != 0 {
		t.Errorf("%d commands still run", n)
	}
	err := filepath.WalkDir(s.state, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.Contains(path, other.ID) && !strings.Contains(path, "wrk_b") {
			t.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAWorkspaceThatIsRegisteredAgainTakesOverWhatIsNew(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	var got workspace.Workspace
	for range 2 {
		body := map[string]any{"id": "wrk_a", "directory": s.home, "projectID": "project-a", "name": "renamed", "extra": map[string]any{"host": "box"}}
		s.call("POST", "/experimental/workspace", body, http.StatusOK, &got)
		if got.Name != "renamed" || got.Directory != s.home || string(got.Extra) != `{"host":"box"}` {
			t.Errorf("got %+v", got)
		}
	}
	var list []workspace.Workspace
	s.call("GET", "/experimental/workspace", nil, http.StatusOK, &list)
	if len(list) != 1 || list[0].Name != "renamed" {
		t.Errorf("got %+v", list)
	}
}

func TestTheNewerRoutesNameAWorkspaceInTheirOwnWay(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	w := s.work("wrk_b", "b")
	var where location
	s.call("GET", "/api/location?location[workspace]=wrk_b", nil, http.StatusOK, &where)
	if where.WorkspaceID != "wrk_b" || where.Directory != w.Directory {
		t.Errorf("got %+v", where)
	}
}

func TestATerminalThatBeginsAsItsWorkspaceGoesIsEnded(t *testing.T) {
	s := newStub(t, unheld)
	s.work("wrk_a", "a")
	created := make(chan error)
	err := s.server.leases.Admit("", func(*lease.Holder) error {
		go func() {
			_, err := s.server.createPty(s.request("POST", "/pty?workspace=wrk_a", map[string]any{"command": "/bin/cat"}))
			created <- err
		}()
		time.Sleep(200 * time.Millisecond) // it waits for the leases
		remove := s.request("DELETE", "/experimental/workspace/wrk_a", nil)
		remove.SetPathValue("id", "wrk_a")
		return s.server.workspaceRemove(httptest.NewRecorder(), remove)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-created; err == nil {
		t.Error("it was answered")
	}
	if left := s.server.terminals.List("wrk_a"); len(left) > 0 {
		t.Errorf("got %+v", left)
	}
}

func TestAWorkspaceWhoseRemoverGoesIsRemoved(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	s.startAndReadLine(exec.Spec{Command: "trap '' TERM; echo on; while :; do sleep 0.02; done", WorkspaceID: "wrk_a"})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := s.client.Do(s.request("DELETE", "/experimental/workspace/wrk_a", nil).WithContext(ctx)); err == nil {
		t.Fatal("it was answered")
	}
	eventually(t, "it is gone", func() bool { return len(s.server.workspaces.List()) == 0 })
}
