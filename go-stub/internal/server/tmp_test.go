package server

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
)

// dirIn is a directory of this test in a place that all of the host share.
func dirIn(t *testing.T, place string) string {
	t.Helper()
	dir, err := os.MkdirTemp(place, "orssh-tmp-")
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func TestTmpIsAskedAboutAndAWorkspacesOwnPartOfItIsNot(t *testing.T) {
	// Not in /tmp: what is beside the home would be outside anyway.
	s := startStub(t, dirIn(t, "/var/tmp"), t.TempDir())
	s.plant(map[string]string{"x": ""})
	shared := dirIn(t, "/tmp")
	if err := os.WriteFile(filepath.Join(shared, "a"), []byte("of the host"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"cat " + shared + "/a", "touch " + shared + "/new", "ls /tmp", "mktemp -p /tmp", "cd /tmp"} {
		s.failure("POST", "/stub/v1/exec", exec.Spec{Command: command, WorkspaceID: "wrk_app", OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	}
	s.refusedTool("read", map[string]any{"path": shared + "/a"}, shared+"/a")

	got := s.run(exec.Spec{Command: `d=$(mktemp -d) && echo own > "$d/b" && cd "$d" && cat "$TMPDIR"/*/b && pwd`, WorkspaceID: "wrk_app", OnDenied: "fail"})
	said, dir, _ := strings.Cut(strings.TrimSpace(string(got.stdout)), "\n")
	if said != "own" {
		t.Fatalf("%v: %s", got.last(), textOf(got))
	}
	var stat files.Stat
	s.tool("stat", map[string]any{"path": dir + "/b"}, http.StatusOK, &stat)
	if got := s.run(exec.Spec{Command: "cat b", Cwd: dir, WorkspaceID: "wrk_app", OnDenied: "fail"}); string(got.stdout) != "own\n" {
		t.Errorf("%v: %s", got.last(), textOf(got))
	}
	if !stat.Approved || stat.Inside || stat.Access != "all" {
		t.Errorf("%+v", stat)
	}
	s.tool("remove", map[string]any{"path": dir + "/b"}, http.StatusOK, nil)
	if err := os.Symlink(shared+"/a", dir+"/link"); err != nil {
		t.Fatal(err)
	}
	s.refusedTool("read", map[string]any{"path": dir + "/link"}, shared+"/a")
	s.failure("POST", toolBase+"entries?workspace=wrk_home", map[string]any{"path": dir}, http.StatusForbidden, "PermissionRequiredError", "permission_required") // of another workspace
}
