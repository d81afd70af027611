package server

import (
	"net/http"
	"path/filepath"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// outside is a directory that no workspace of the stub grants.
func outside(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func (s *testStub) reply(id, reply string) {
	s.t.Helper()
	s.call("POST", "/permission/"+id+"/reply", map[string]any{"reply": reply}, http.StatusOK, nil)
}

func (s *testStub) asked() policy.Request {
	s.t.Helper()
	var list []policy.Request
	eventually(s.t, "permission is asked for", func() bool {
		s.call("GET", "/permission", nil, http.StatusOK, &list)
		return len(list) > 0
	})
	return list[0]
}

// pend starts a command that must wait, and answers the stream after its first frame.
func (s *testStub) pend(spec exec.Spec) (*http.Response, string) {
	s.t.Helper()
	res := s.do(s.request("POST", "/stub/v1/exec?follow=true", spec))
	f, err := readFrame(res.Body)
	if err != nil || f.meta["type"] != "permission" {
		s.t.Fatalf("got %v, %v", f.meta, err)
	}
	return res, f.meta["request"].(map[string]any)["id"].(string)
}

func TestOnceRunsOneCommand(t *testing.T) {
	s, dir := newStub(t), outside(t)
	res, id := s.pend(exec.Spec{Command: "pwd", Cwd: dir})
	s.reply(id, "once")
	if got := readFrames(t, res.Body); string(got.stdout) != dir+"\n" {
		t.Errorf("got %q", got.stdout)
	}
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: dir, OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
}

func TestAlwaysIsKeptForItsWorkspaceAcrossARestart(t *testing.T) {
	home, stateDir, dir := outside(t), t.TempDir(), outside(t)
	t.Run("first", func(t *testing.T) {
		s := startStub(t, home, stateDir)
		s.work("wrk_a", "a")
		s.work("wrk_b", "b")
		res, id := s.pend(exec.Spec{Command: "pwd", Cwd: dir, WorkspaceID: "wrk_a"})
		s.reply(id, "always")
		readFrames(t, res.Body)
	})
	s := startStub(t, home, stateDir)
	if got := s.run(exec.Spec{Command: "pwd", Cwd: dir, WorkspaceID: "wrk_a", OnDenied: "fail"}); string(got.stdout) != dir+"\n" {
		t.Errorf("got %q", got.stdout)
	}
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: dir, WorkspaceID: "wrk_b", OnDenied: "fail"},
		http.StatusForbidden, "PermissionRequiredError", "permission_required")
}

func TestRejectEndsTheStreamDenied(t *testing.T) {
	s := newStub(t)
	res, id := s.pend(exec.Spec{Key: "k", Command: "pwd", Cwd: outside(t)})
	s.reply(id, "reject")
	if got := readFrames(t, res.Body); got.last()["type"] != "denied" {
		t.Errorf("got %v", got.meta)
	}
	var list []exec.Status
	s.call("GET", "/stub/v1/exec", nil, http.StatusOK, &list)
	if len(list) != 1 || list[0].State != exec.Denied {
		t.Errorf("got %+v", list)
	}
}

func TestARejectedCallerThatDoesNotFollowIsForbidden(t *testing.T) {
	s, dir := newStub(t), outside(t)
	go func() {
		eventually(t, "it is asked", func() bool { return len(s.server.policy.List("")) == 1 })
		_ = s.server.policy.Reply(s.server.policy.List("")[0].ID, "reject", "", "")
	}()
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: dir}, http.StatusForbidden, "ForbiddenError", "permission_denied")
}

func TestFailAnswersTheRequestAndTheSameKeyRunsAfterOnce(t *testing.T) {
	s, dir := newStub(t), outside(t)
	spec := exec.Spec{Key: "k", Command: "pwd", Cwd: dir, OnDenied: "fail"}
	data := s.failure("POST", "/stub/v1/exec?follow=true", spec, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	if data["path"] != dir || data["requestID"] != s.asked().ID {
		t.Errorf("got %v", data)
	}
	s.reply(data["requestID"].(string), "once")
	other := spec
	other.Key = "other"
	again := s.failure("POST", "/stub/v1/exec", other, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	s.reply(again["requestID"].(string), "reject")
	if got := s.run(spec); string(got.stdout) != dir+"\n" {
		t.Errorf("got %q", got.stdout)
	}
}
