package server

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

func (s *testStub) approve(workspaceID, path string) policy.Approved {
	s.t.Helper()
	var got policy.Approved
	s.call("POST", "/stub/v1/approvals", map[string]any{"workspaceID": workspaceID, "path": path}, http.StatusOK, &got)
	return got
}

func (s *testStub) approvals(query string) []policy.Approved {
	s.t.Helper()
	var list []policy.Approved
	s.call("GET", "/stub/v1/approvals"+query, nil, http.StatusOK, &list)
	return list
}

func TestAnApprovalCoversWhatIsBelowUntilItIsRevoked(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	outside := t.TempDir()
	below, link := filepath.Join(outside, "below"), filepath.Join(s.home, "link")
	if err := os.Mkdir(below, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, link); err != nil {
		t.Fatal(err)
	}
	got := s.approve("wrk_a", "~/link")
	resolved, err := filepath.EvalSymlinks(outside)
	if err != nil || got.Path != resolved || got.WorkspaceID != "wrk_a" {
		t.Fatalf("got %+v, %v", got, err)
	}
	if again := s.approve("wrk_a", below); again != got {
		t.Errorf("what is covered became %+v", again)
	}
	run := exec.Spec{Command: "pwd", Cwd: below, WorkspaceID: "wrk_a", OnDenied: "fail"}
	s.run(run)
	query := "?workspace=wrk_a&pattern=" + url.QueryEscape(got.Pattern)
	var revoked map[string]int
	s.call("DELETE", "/stub/v1/approvals"+query, nil, http.StatusOK, &revoked)
	if revoked["removed"] != 1 || revoked["ended"] != 0 {
		t.Errorf("got %v", revoked)
	}
	s.failure("POST", "/stub/v1/exec", run, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	s.call("DELETE", "/stub/v1/approvals"+query, nil, http.StatusOK, &revoked)
	if revoked["removed"] != 0 {
		t.Errorf("then %v", revoked)
	}
}

func TestApprovalsAreListedByWorkspaceAndSurviveTheStub(t *testing.T) {
	home, stateDir, outside := t.TempDir(), t.TempDir(), t.TempDir()
	t.Run("first", func(t *testing.T) {
		s := startStub(t, home, stateDir)
		s.work("wrk_a", "a")
		s.approve("wrk_a", outside)
		s.approve("", "/etc")
	})
	s := startStub(t, home, stateDir)
	if all := s.approvals(""); len(all) != 2 || all[0].WorkspaceID != "wrk_a" || all[1].Pattern != "/etc/*" || all[1].At == 0 {
		t.Errorf("got %+v", all)
	}
	if own := s.approvals("?workspace=wrk_home"); len(own) != 1 || own[0].Path != "/etc" {
		t.Errorf("got %+v", own)
	}
}

func TestAnApprovalAnswersWhoWaitsForIt(t *testing.T) {
	s := newStub(t)
	res := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "pwd", Cwd: "/etc"}))
	if _, err := readFrame(res.Body); err != nil {
		t.Fatal(err)
	}
	s.approve("", "/etc")
	if got := readFrames(t, res.Body); string(got.stdout) != "/etc\n" {
		t.Errorf("got %q %v", got.stdout, got.meta)
	}
}

func TestBadApprovalsAreRefused(t *testing.T) {
	s := newStub(t)
	for path, code := range map[string]string{"": "path_not_absolute", "etc": "path_not_absolute", "/none": "path_not_found", "/etc/hosts/": "path_not_directory"} {
		s.failure("POST", "/stub/v1/approvals", map[string]any{"path": path}, http.StatusBadRequest, "BadRequestError", code)
	}
	s.failure("POST", "/stub/v1/approvals", map[string]any{"workspaceID": "wrk_none", "path": "/etc"}, http.StatusNotFound, "NotFoundError", "not_found")
	s.failure("GET", "/stub/v1/approvals?workspace=wrk_none", nil, http.StatusNotFound, "NotFoundError", "not_found")
	s.failure("DELETE", "/stub/v1/approvals?workspace=wrk_none&pattern=x", nil, http.StatusNotFound, "NotFoundError", "not_found")
	s.failure("DELETE", "/stub/v1/approvals", nil, http.StatusBadRequest, "BadRequestError", "invalid_field")
}

func TestAnApprovalForReadingDoesNotLetAnybodyWrite(t *testing.T) {
	s := newStub(t)
	dir := s.plant(map[string]string{"x": "", "../out/a.txt": "x"}) + "/../out"
	file := filepath.Clean(dir) + "/a.txt"
	s.call("POST", "/stub/v1/approvals", map[string]any{"workspaceID": "wrk_app", "path": dir, "access": "read", "by": "ann@laptop"}, http.StatusOK, nil)
	s.tool("lines", map[string]any{"path": file}, http.StatusOK, nil)
	s.refusedTool("remove", map[string]any{"path": file}, file)
	if got := s.approvals("?workspace=wrk_app"); got[0].By != "ann@laptop" || got[0].Access != policy.Read || !got[0].Tree {
		t.Errorf("%+v", got)
	}
	s.call("POST", "/stub/v1/approvals", map[string]any{"workspaceID": "wrk_app", "path": file, "access": "edit"}, http.StatusOK, nil)
	s.tool("remove", map[string]any{"path": file}, http.StatusOK, nil)
}

func TestAPatternIsApprovedBelowADirectoryThatIsThere(t *testing.T) {
	s := newStub(t)
	base := filepath.Dir(s.plant(map[string]string{"x": "", "../out/x/log": "1", "../out/y/log": "1", "../out/y/key": "1"})) + "/out"
	if err := os.Symlink(base, s.home+"/link"); err != nil {
		t.Fatal(err)
	}
	if got := s.approve("wrk_app", "~/link/*/log"); got.Pattern != base+"/*/log" || got.Path != base {
		t.Errorf("%+v", got)
	}
	s.tool("lines", map[string]any{"path": base + "/y/log"}, http.StatusOK, nil)
	s.refusedTool("lines", map[string]any{"path": base + "/y/key"}, base+"/y/key")
	if got := s.approve("wrk_app", base+"/x/*"); got.Path != base+"/x" || !got.Tree {
		t.Errorf("%+v", got)
	}
	for path, code := range map[string]string{base + "/*/../key": "invalid_field", "/none/*": "path_not_found", "*": "path_not_absolute"} {
		s.failure("POST", "/stub/v1/approvals", map[string]any{"path": path}, http.StatusBadRequest, "BadRequestError", code)
	}
}
