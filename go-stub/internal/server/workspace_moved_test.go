package server

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// becomeLink is what a command does that works in the directory above.
func becomeLink(t *testing.T, directory, target string) {
	t.Helper()
	if err := os.Rename(directory, directory+"-was"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, directory); err != nil {
		t.Fatal(err)
	}
}

func TestADirectoryOfAWorkspaceThatBecameALinkGrantsNothing(t *testing.T) {
	home, stateDir, out := outside(t), t.TempDir(), beside(t, "a")
	app := map[string]any{"id": "wrk_app", "directory": filepath.Join(home, "app"), "projectID": "project-app"}
	tries := func(s *testStub) {
		t.Helper()
		refused := func(method, path string, body any) {
			t.Helper()
			s.failure(method, path, body, http.StatusConflict, "ConflictError", "workspace_elsewhere")
		}
		refused("POST", "/stub/v1/exec", exec.Spec{Command: "cat a", WorkspaceID: "wrk_app", Allow: policy.AllowAll(out + "/*")})
		for name, body := range map[string]map[string]any{"lines": {"path": "a"}, "grep": {"pattern": "a"}, "glob": {"pattern": "*"}, "remove": {"path": "a"}} {
			refused("POST", toolBase+name+"?workspace=wrk_app", body)
		}
		refused("PUT", toolBase+"write?workspace=wrk_app&path=b", "text")
		for _, path := range []string{"/file?path=.&", "/file/content?path=a&", "/find?pattern=a&", "/find/file?query=a&", "/vcs/diff?mode=git&", "/vcs?"} {
			refused("GET", path+"workspace=wrk_app", nil)
		}
		refused("POST", "/stub/v1/snapshot/track?workspace=wrk_app", nil)
		refused("POST", "/stub/v1/command/look?workspace=wrk_app", map[string]any{"command": "cat a"})
		refused("POST", "/pty?workspace=wrk_app", map[string]any{"command": "cat"})
		refused("POST", "/experimental/workspace", app)
	}
	t.Run("now", func(t *testing.T) {
		s := startStub(t, home, stateDir)
		s.work("wrk_app", "app")
		if got := s.run(exec.Spec{Command: "echo hi", WorkspaceID: "wrk_app", OnDenied: "fail"}); string(got.stdout) != "hi\n" {
			t.Fatal(got.meta)
		}
		becomeLink(t, filepath.Join(home, "app"), out)
		tries(s)
	})
	s := startStub(t, home, stateDir)
	tries(s)
	s.call("DELETE", "/experimental/workspace/wrk_app", nil, http.StatusOK, nil)
	s.call("POST", "/experimental/workspace", app, http.StatusOK, nil)
	s.tool("lines", map[string]any{"path": "a"}, http.StatusOK, nil)
}

// A link that was one from the beginning may be meant to move.
func TestAWorkspaceThatWasGivenByALinkFollowsItWhenItIsOpenedAgain(t *testing.T) {
	s := newStub(t)
	old, fresh, link := beside(t, "old"), beside(t, "fresh"), filepath.Join(s.home, "current")
	body := map[string]any{"id": "wrk_app", "directory": link, "projectID": "project-app"}
	var got workspace.Workspace
	for _, target := range []string{old, fresh} {
		_ = os.Remove(link)
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		if target == fresh {
			s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "ls", WorkspaceID: "wrk_app"}, http.StatusConflict, "ConflictError", "workspace_elsewhere")
		}
		s.call("POST", "/experimental/workspace", body, http.StatusOK, &got)
		if ran := s.run(exec.Spec{Command: "ls", WorkspaceID: "wrk_app", OnDenied: "fail"}); string(ran.stdout) != map[string]string{old: "old\n", fresh: "fresh\n"}[target] || got.Directory != link {
			t.Errorf("%s: %q %+v", target, ran.stdout, got)
		}
	}
}
