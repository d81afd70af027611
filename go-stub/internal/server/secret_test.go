package server

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/search"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/vcs"
)

func TestSecretsOfAWorkspaceAreReadByTheirNameOnly(t *testing.T) {
	s := newStub(t)
	dir := s.plant(map[string]string{".env": "KEY=needle\n", ".env.example": "KEY=needle\n", "a.txt": "needle\n"})
	for _, path := range []string{".env", "~/app/.env"} {
		for name, body := range map[string]map[string]any{
			"read": {"path": path}, "lines": {"path": path}, "grep": {"path": path, "pattern": "needle"},
			"remove": {"path": path, "allow": []any{dir + "/*", map[string]any{"pattern": dir + "/.env", "access": "read"}}},
		} {
			data := s.failure("POST", toolBase+name+"?workspace=wrk_app", body, http.StatusForbidden, "PermissionRequiredError", "permission_required")
			if patterns, ok := data["patterns"].([]any); !ok || patterns[0] != dir+"/.env" || data["warning"] == "" {
				t.Errorf("%s: %v", name, data)
			}
		}
	}
	s.failure("GET", "/file/content?workspace=wrk_app&path=.env", nil, http.StatusForbidden, "ForbiddenError", "path_outside")
	s.tool("lines", map[string]any{"path": ".env.example"}, http.StatusOK, nil)
	s.tool("lines", map[string]any{"path": ".env", "allow": []any{map[string]any{"pattern": dir + "/.env", "access": "read"}}}, http.StatusOK, nil)
	var stat files.Stat
	if s.tool("stat", map[string]any{"path": ".env"}, http.StatusOK, &stat); !stat.Secret || stat.Access != "none" || !stat.Inside {
		t.Errorf("%+v", stat)
	}
}

func TestChangesOfSecretsAreListedWithoutTheirText(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	s := newStub(t)
	dir := s.plant(map[string]string{".env": "KEY=old\n", "a.txt": "old\n"})
	git := exec.Command("sh", "-c", "git init -q && git add -A && git -c user.name=a -c user.email=a@b commit -qm a")
	git.Dir = dir
	if out, err := git.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var before, after struct{ Tree string }
	s.call("POST", "/stub/v1/snapshot/track?workspace=wrk_app", nil, http.StatusOK, &before)
	for name, text := range map[string]string{".env": "KEY=needle\n", "a.txt": "needle\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.call("POST", "/stub/v1/snapshot/track?workspace=wrk_app", nil, http.StatusOK, &after)
	check := func(diffs []vcs.FileDiff) {
		t.Helper()
		for _, one := range diffs {
			if strings.Contains(one.Patch, "needle") != (one.File == "a.txt") || one.Additions != 1 {
				t.Errorf("%+v", one)
			}
		}
		if len(diffs) != 2 {
			t.Errorf("%+v", diffs)
		}
	}
	var diffs []vcs.FileDiff
	s.call("GET", "/vcs/diff?mode=git&workspace=wrk_app", nil, http.StatusOK, &diffs)
	check(diffs)
	answer := s.do(s.request("GET", "/vcs/diff/raw?workspace=wrk_app", nil))
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil || strings.Contains(string(raw), "KEY") || !strings.Contains(string(raw), "+needle") {
		t.Errorf("%s", raw)
	}
	var between struct{ Files []vcs.FileDiff }
	s.call("POST", "/stub/v1/snapshot/diff?workspace=wrk_app", map[string]any{"from": before.Tree, "to": after.Tree}, http.StatusOK, &between)
	check(between.Files)
}

func TestASearchAnswersNothingOfSecrets(t *testing.T) {
	s := newStub(t)
	dir := s.plant(map[string]string{".env": "KEY=needle\n", "a.txt": "needle\n", "sub/.ssh/id": "needle\n"})
	var lines search.Lines
	s.tool("grep", map[string]any{"pattern": "needle"}, http.StatusOK, &lines)
	if len(lines.Matches) != 1 || lines.Matches[0].Path != "a.txt" {
		t.Errorf("%+v", lines)
	}
	var matches []search.Match
	s.call("GET", "/find?workspace=wrk_app&pattern=needle", nil, http.StatusOK, &matches)
	if len(matches) != 1 || matches[0].Path.Text != "a.txt" {
		t.Errorf("%+v", matches)
	}
	s.tool("grep", map[string]any{"pattern": "needle", "allow": []string{dir + "/.env"}}, http.StatusOK, &lines)
	if len(lines.Matches) != 2 {
		t.Errorf("allowed: %+v", lines)
	}
}

func TestTheStubsOwnFolderIsOpenToNobody(t *testing.T) {
	s := newStub(t)
	s.failure("POST", "/stub/v1/approvals", map[string]any{"path": s.state}, http.StatusForbidden, "ForbiddenError", "stub_folder")
	s.approve("", "/")
	for name, body := range map[string]map[string]any{
		"read": {"path": s.state + "/lease.json", "allow": []string{"/*", s.state + "/*"}}, "entries": {"path": "/proc/self/root" + s.state},
	} {
		s.failure("POST", toolBase+name, body, http.StatusForbidden, "ForbiddenError", "stub_folder")
	}
	data := s.failure("POST", "/stub/v1/exec", map[string]any{"command": "ls", "cwd": s.state, "allow": []string{"/*"}}, http.StatusForbidden, "ForbiddenError", "stub_folder")
	if !strings.Contains(data["message"].(string), "own folder") {
		t.Errorf("%v", data)
	}
}
