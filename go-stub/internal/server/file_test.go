package server

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/search"
)

// plant makes a workspace wrk_app with files.
func (s *testStub) plant(contents map[string]string) string {
	s.t.Helper()
	dir := s.home + "/app"
	for name, content := range contents {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	s.call("POST", "/experimental/workspace", map[string]any{"id": "wrk_app", "directory": dir, "projectID": "prj"}, http.StatusOK, nil)
	return dir
}

func TestAWorkspaceSaysWhereItIs(t *testing.T) {
	s := newStub(t)
	dir := s.plant(map[string]string{".git/HEAD": ""})
	var paths pathInfo
	s.call("GET", "/path?workspace=wrk_app", nil, http.StatusOK, &paths)
	if paths.Directory != dir || paths.Worktree != dir || paths.Home != s.home {
		t.Errorf("%+v", paths)
	}
	var at location
	s.call("GET", "/api/location?workspace=wrk_app", nil, http.StatusOK, &at)
	if at.Directory != dir || at.WorkspaceID != "wrk_app" || at.Project.ID != "prj" {
		t.Errorf("%+v", at)
	}
	var current project
	s.call("GET", "/project/current?workspace=wrk_app", nil, http.StatusOK, &current)
	if current.ID != "prj" || current.Worktree != dir || current.VCS != "git" {
		t.Errorf("%+v", current)
	}
	s.call("PATCH", "/project/prj?workspace=wrk_app", map[string]any{"name": "n"}, http.StatusOK, &current)
	if current.Name != "n" {
		t.Errorf("%+v", current)
	}
	s.failure("GET", "/project/other/directories?workspace=wrk_app", nil, http.StatusNotFound, "NotFoundError", "not_found")
}

func TestFilesAreReadInTheWorkspaceOnly(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"src/ä b.txt": "text\n", "../secret": "x"})
	var nodes []files.Node
	s.call("GET", "/file?workspace=wrk_app&path=src", nil, http.StatusOK, &nodes)
	if len(nodes) != 1 || nodes[0].Path != "src/ä b.txt" {
		t.Errorf("%+v", nodes)
	}
	var content files.Content
	s.call("GET", "/file/content?workspace=wrk_app&path="+url.QueryEscape("src/ä b.txt"), nil, http.StatusOK, &content)
	if content.Content != "text" {
		t.Errorf("%+v", content)
	}
	res := s.do(s.request("GET", "/api/fs/read/src/"+url.PathEscape("ä b.txt")+"?workspace=wrk_app", nil))
	if body, _ := io.ReadAll(res.Body); string(body) != "text\n" || res.Header.Get("Content-Type") != "text/plain" || res.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("%q %v", body, res.Header)
	}
	for _, path := range []string{"/file/content?path=../secret", "/file?path=..", "/api/fs/list?path=/etc", "/file/content?path=/proc/1/environ"} {
		data := s.failure("GET", path+"&workspace=wrk_app", nil, http.StatusForbidden, "ForbiddenError", "path_outside")
		if !strings.Contains(data["message"].(string), "path escapes project directory") {
			t.Errorf("%s: %v", path, data)
		}
	}
	s.failure("GET", "/api/fs/read/..%2fsecret?workspace=wrk_app", nil, http.StatusNotFound, "NotFoundError", "no_route")
	s.failure("GET", "/file?workspace=wrk_app", nil, http.StatusBadRequest, "BadRequestError", "invalid_field")
	s.failure("GET", "/file?path=&workspace=wrk_none", nil, http.StatusNotFound, "NotFoundError", "not_found")
}

func TestAnApprovalOpensADirectoryToFileRoutes(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"../data/file": "seen", "own": ""})
	s.call("POST", "/stub/v1/approvals", map[string]any{"path": "~/data", "workspaceID": "wrk_app"}, http.StatusOK, nil)
	var content files.Content
	s.call("GET", "/file/content?workspace=wrk_app&path=../data/file", nil, http.StatusOK, &content)
	if content.Content != "seen" {
		t.Errorf("%+v", content)
	}
	if asked := s.server.policy.List(""); len(asked) != 0 {
		t.Errorf("asked %v", asked)
	}
}

func TestWhatCannotBeReadHangsNothing(t *testing.T) {
	s := newStub(t)
	dir := s.plant(map[string]string{"a": "needle"})
	if err := unix.Mkfifo(dir+"/fifo", 0o600); err != nil {
		t.Fatal(err)
	}
	s.failure("GET", "/file/content?workspace=wrk_app&path=fifo", nil, http.StatusBadRequest, "BadRequestError", "not_file")
	s.failure("GET", "/api/fs/read/fifo?workspace=wrk_app", nil, http.StatusBadRequest, "BadRequestError", "not_file")
	var matches []search.Match
	s.call("GET", "/find?workspace=wrk_app&pattern=needle", nil, http.StatusOK, &matches)
	if len(matches) != 1 || matches[0].Path.Text != "a" {
		t.Errorf("%+v", matches)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/file?path=&", "/find?pattern=x&", "/find/file?query=&"} {
		s.failure("GET", path+"workspace=wrk_app", nil, http.StatusForbidden, "ForbiddenError", "path_outside")
	}
	s.call("GET", "/vcs/status?workspace=wrk_app", nil, http.StatusOK, nil)
}

func TestSearchesAnswerOpenCodesShapes(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"src/main.go": "package main\n", "README.md": "main\n", ".env": "main=1\n"})
	var names []string
	s.call("GET", "/find/file?workspace=wrk_app&query=main", nil, http.StatusOK, &names)
	if strings.Join(names, " ") != "src/main.go" {
		t.Errorf("%q", names)
	}
	s.call("GET", "/find/file?workspace=wrk_app&query=&dirs=false", nil, http.StatusOK, &names)
	if strings.Join(names, " ") != "README.md src/main.go .env" {
		t.Errorf("%q", names)
	}
	var found struct{ Data []fsEntry }
	s.call("GET", "/api/fs/find?workspace=wrk_app&query=src&limit=2", nil, http.StatusOK, &found)
	if len(found.Data) != 2 || found.Data[0] != (fsEntry{"src/", "directory"}) {
		t.Errorf("%+v", found)
	}
	var matches []search.Match
	s.call("GET", "/find?workspace=wrk_app&pattern=main", nil, http.StatusOK, &matches)
	if len(matches) != 2 { // and none of secrets
		t.Errorf("%+v", matches)
	}
	s.failure("GET", "/find?workspace=wrk_app&pattern=(", nil, http.StatusBadRequest, "BadRequestError", "invalid_pattern")
	s.failure("GET", "/find/file?workspace=wrk_app&query=x&limit=0", nil, http.StatusBadRequest, "BadRequestError", "invalid_field")
	s.failure("GET", "/find/file?workspace=wrk_app&query=x&type=link", nil, http.StatusBadRequest, "BadRequestError", "invalid_field")
	s.call("GET", "/find/symbol?workspace=wrk_app&query=x", nil, http.StatusOK, &names)
}

func TestWithoutARepositoryThereIsNothingToSay(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"a": "1"})
	for _, path := range []string{"/vcs/status?", "/file/status?", "/vcs/diff?mode=git&", "/vcs/diff?mode=branch&"} {
		var list []any
		if s.call("GET", path+"workspace=wrk_app", nil, http.StatusOK, &list); list == nil || len(list) != 0 {
			t.Errorf("%s: %v", path, list)
		}
	}
	s.failure("GET", "/vcs/diff?workspace=wrk_app", nil, http.StatusBadRequest, "BadRequestError", "invalid_field")
	data := s.failure("POST", "/vcs/apply?workspace=wrk_app", map[string]any{"patch": "x"}, http.StatusBadRequest, "VcsApplyError", "non-git")
	if data["reason"] != "non-git" {
		t.Errorf("%v", data)
	}
}
