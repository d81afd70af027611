package server

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/pty"
)

func (s *testStub) revoke(workspaceID, pattern string) (removed, ended int) {
	s.t.Helper()
	var got map[string]int
	s.call("DELETE", "/stub/v1/approvals?workspace="+workspaceID+"&pattern="+url.QueryEscape(pattern), nil, http.StatusOK, &got)
	return got["removed"], got["ended"]
}

func TestRevokingEndsWhatBeganByIt(t *testing.T) {
	s, dir := newStub(t), outside(t)
	s.work("wrk_a", "a")
	s.work("wrk_b", "b")
	before := s.start(exec.Spec{Command: "sleep 100", WorkspaceID: "wrk_a"})
	other := s.start(exec.Spec{Command: "sleep 100", WorkspaceID: "wrk_b"})
	eventually(t, "time goes on", func() bool { return time.Now().UnixMilli() > s.status(before.ID).StartedAt })
	pattern := s.approve("wrk_a", dir).Pattern
	res := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "echo begun; sleep 100", Cwd: dir, WorkspaceID: "wrk_a"}))
	merged := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "echo begun; sleep 100", Streams: "merged", WorkspaceID: "wrk_a"}))
	eventually(t, "they run", func() bool { return s.running("wrk_a") == 3 })
	if removed, ended := s.revoke("wrk_a", pattern); removed != 1 || ended != 2 {
		t.Errorf("removed %d, ended %d", removed, ended)
	}
	note := "[ended by orssh: the approval of " + pattern + " was revoked]\n"
	if got := readFrames(t, res.Body); !strings.HasSuffix(string(got.stderr), note) || got.last()["killed"] != true {
		t.Errorf("got %q %v", got.stderr, got.last())
	}
	if got := readFrames(t, merged.Body); !strings.HasSuffix(string(got.stdout), note) {
		t.Errorf("got %q", got.stdout)
	}
	for _, one := range []exec.Status{before, other} {
		if got := s.status(one.ID); got.State != exec.Running {
			t.Errorf("%s is %s", one.ID, got.State)
		}
	}
}

func (s *testStub) running(workspaceID string) int {
	n := 0
	for _, one := range s.server.commands.List() {
		if one.WorkspaceID == workspaceID && one.State == exec.Running {
			n++
		}
	}
	return n
}

func TestRevokingHangsUpTerminals(t *testing.T) {
	s, dir := newStub(t), outside(t)
	s.work("wrk_a", "a")
	pattern := s.approve("wrk_a", dir).Pattern
	var info pty.Info
	s.call("POST", "/pty?workspace=wrk_a", map[string]any{"command": "cat", "cwd": dir}, http.StatusOK, &info)
	if _, ended := s.revoke("wrk_a", pattern); ended != 1 {
		t.Errorf("ended %d", ended)
	}
	eventually(t, "the terminal ends", func() bool { return s.server.terminals.Running() == 0 })
}

func TestAnApprovalEndsAtItsTimeWithWhatBeganByIt(t *testing.T) {
	s, dir := newStub(t), outside(t)
	until := time.Now().Add(3 * time.Second).UnixMilli()
	s.call("POST", "/stub/v1/approvals", map[string]any{"path": dir, "access": "all", "until": until}, http.StatusOK, nil)
	got := s.run(exec.Spec{Command: "sleep 100", Cwd: dir})
	if !strings.Contains(string(got.stderr), "has expired") {
		t.Errorf("got %q", got.stderr)
	}
	if list := s.approvals(""); len(list) != 0 {
		t.Errorf("got %+v", list)
	}
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: dir, OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	s.failure("POST", "/stub/v1/approvals", map[string]any{"path": dir, "until": 5}, http.StatusBadRequest, "BadRequestError", "invalid_field")
}

func TestASessionThatIsRemovedAsksNoMore(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	res, _ := s.pend(exec.Spec{Command: "pwd", Cwd: outside(t), WorkspaceID: "wrk_a", SessionID: info.ID})
	s.call("DELETE", "/session/"+info.ID, nil, http.StatusOK, nil)
	if got := readFrames(t, res.Body); got.last()["type"] != "denied" || !strings.Contains(got.last()["message"].(string), "session was removed") {
		t.Errorf("got %v", got.meta)
	}
}

func TestRevokingEndsWhatBeganAfterTheClockWasSetBack(t *testing.T) {
	var back atomic.Int64
	s := newStub(t, func(c *Config) { c.Now = func() time.Time { return time.Now().Add(-time.Duration(back.Load())) } })
	dir := outside(t)
	s.work("wrk_a", "a")
	pattern := s.approve("wrk_a", dir).Pattern
	back.Store(int64(time.Hour))
	s.start(exec.Spec{Command: "sleep 100", Cwd: dir, WorkspaceID: "wrk_a"})
	if removed, ended := s.revoke("wrk_a", pattern); removed != 1 || ended != 1 {
		t.Errorf("removed %d, ended %d", removed, ended)
	}
}

func TestASearchAnswersNothingOfWhatWasRevokedMeanwhile(t *testing.T) {
	s, dir := newStub(t), outside(t)
	s.work("wrk_a", "a")
	if err := os.WriteFile(dir+"/a", []byte("text\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"glob", "grep"} {
		pattern := s.approve("wrk_a", dir).Pattern
		var others []func()
		for range searchesAtOnce {
			done, err := s.server.beginSearch(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			others = append(others, done)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.failure("POST", "/stub/v1/file/"+what+"?workspace=wrk_a", map[string]any{"path": dir, "pattern": "a"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
		}()
		time.Sleep(200 * time.Millisecond) // it waits for its turn
		s.revoke("wrk_a", pattern)
		for _, end := range others {
			end()
		}
		<-done
	}
}

func TestRevokingEndsAnUpload(t *testing.T) {
	s, dir := newStub(t), outside(t)
	s.work("wrk_a", "a")
	pattern := s.approve("wrk_a", dir).Pattern
	body, send := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.failure("PUT", "/stub/v1/file/write?parents=true&workspace=wrk_a&path="+dir+"/new/file", body, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	}()
	_, _ = send.Write([]byte("be"))
	eventually(t, "it has begun", func() bool { return len(namesIn(dir)) > 0 })
	s.revoke("wrk_a", pattern)
	_, _ = send.Write([]byte("gun"))
	_ = send.Close()
	<-done
	if left := namesIn(dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestRevokingEndsADownload(t *testing.T) {
	s, dir := newStub(t), outside(t)
	s.work("wrk_a", "a")
	const size = 64 << 20
	if err := errors.Join(os.WriteFile(dir+"/large", nil, 0o600), os.Truncate(dir+"/large", size), os.Symlink(dir, s.home+"/a/link")); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*http.Request{
		s.request("POST", "/stub/v1/file/read?workspace=wrk_a", map[string]any{"path": dir + "/large"}),
		s.request("GET", "/api/fs/read/link/large?workspace=wrk_a", nil),
	} {
		pattern := s.approve("wrk_a", dir).Pattern
		res := s.do(r)
		if _, err := io.CopyN(io.Discard, res.Body, 1<<20); err != nil {
			t.Fatal(err)
		}
		s.revoke("wrk_a", pattern)
		time.Sleep(200 * time.Millisecond)
		if n, err := io.Copy(io.Discard, res.Body); err == nil || n > size/2 {
			t.Errorf("%s: %d more bytes came, %v", r.URL.Path, n, err)
		}
	}
}

func namesIn(dir string) (names []string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
