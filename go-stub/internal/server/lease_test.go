package server

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
)

func leaseRequest(id, mode, machine string) lease.Request {
	holder := lease.Holder{Workspace: "wrk_" + machine, User: "u", Machine: machine, MachineID: "id-" + machine}
	return lease.Request{ID: id, Mode: mode, Holder: holder}
}

func (s *testStub) acquire(r lease.Request) lease.Grant {
	s.t.Helper()
	var grant lease.Grant
	s.call("POST", "/stub/v1/lease", r, http.StatusOK, &grant)
	return grant
}

func (s *testStub) steal(id, machine string, stopCommands bool) lease.Grant {
	s.t.Helper()
	r := leaseRequest(id, lease.Exclusive, machine)
	r.Steal, r.StopCommands = true, stopCommands
	return s.acquire(r)
}

// startUnder starts a command under a lease.
func (s *testStub) startUnder(leaseID string, spec exec.Spec) exec.Status {
	s.t.Helper()
	var status exec.Status
	s.callWith(leaseID, "POST", "/stub/v1/exec", spec, http.StatusCreated, &status)
	return status
}

// movableClock is a Config's Now that a test can move on.
func movableClock(t *testing.T) (now func(*Config), pass func(time.Duration)) {
	t.Helper()
	var passed atomic.Int64
	return func(c *Config) { c.Now = func() time.Time { return time.Now().Add(time.Duration(passed.Load())) } },
		func(d time.Duration) { passed.Add(int64(d)) }
}

func TestALostLeaseMayLookAndEndButNotWork(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	s.acquire(leaseRequest("lse_a", lease.Exclusive, "laptop"))
	command := s.startUnder("lse_a", exec.Spec{Command: "cat", Stdin: "pipe"})
	if command.LeaseID != "lse_a" || command.StartedBy.Machine != "laptop" {
		t.Errorf("got %+v", command)
	}
	s.steal("lse_b", "desk", false)
	for _, path := range []string{"/stub/v1/exec", "/stub/v1/exec/" + command.ID + "/stdin", "/session/" + info.ID + "/shell"} {
		var got errorBody
		header := s.callWith("lse_a", "POST", path, map[string]any{"command": "true"}, http.StatusConflict, &got)
		by, _ := got.Data["by"].(map[string]any)
		if got.Name != "LeaseLostError" || got.Data["code"] != "lease_stolen" || by["machine"] != "desk" || header.Get(leaseStateHeader) != "lost" {
			t.Errorf("%s: %+v %v", path, got, header)
		}
	}
	kill := "/stub/v1/exec/" + command.ID + "/kill"
	for _, one := range []string{"GET /global/health", "GET /stub/v1/exec/" + command.ID + "/output", "GET /nowhere", "POST " + kill} {
		method, path, _ := strings.Cut(one, " ")
		if res := s.do(s.under("lse_a", method, path, nil)); res.Header.Get(leaseStateHeader) != "lost" || res.StatusCode == http.StatusConflict {
			t.Errorf("%s: %d %v", path, res.StatusCode, res.Header)
		}
	}
	if got := s.follow(command.ID, 0).last(); got["signal"] != "SIGTERM" {
		t.Errorf("got %v", got)
	}
	if header := s.callWith("lse_b", "GET", "/global/health", nil, http.StatusOK, nil); header.Get(leaseStateHeader) != "" {
		t.Errorf("got %v", header)
	}
}

func TestWorkWithoutALeaseIsRefusedWhileOneIsExclusive(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	s.acquire(leaseRequest("lse_a", lease.Exclusive, "laptop"))
	before := len(s.history("wrk_a", nil))
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "true"}, http.StatusConflict, "LeaseHeldError", "lease_held")
	s.failure("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "true"}, http.StatusConflict, "LeaseHeldError", "lease_held")
	if after := len(s.history("wrk_a", nil)); after != before {
		t.Errorf("the session has %d new events of a command that was refused", after-before)
	}
	s.callWith("lse_a", "POST", "/session/"+info.ID+"/shell", map[string]any{"command": "true"}, http.StatusOK, nil)
	s.call("DELETE", "/stub/v1/lease/lse_a", nil, http.StatusOK, nil)
	s.start(exec.Spec{Command: "true"})
}

func TestATheftEndsCommandsOnlyWhenItIsAskedTo(t *testing.T) {
	for _, stop := range []bool{false, true} {
		s := newStub(t)
		s.start(exec100)
		s.acquire(leaseRequest("lse_a", lease.Shared, "laptop"))
		s.startUnder("lse_a", exec100)
		want := 0
		if stop {
			want = 2
		}
		if got := s.steal("lse_b", "desk", stop); got.Stopping != want || len(got.Stolen) != 1 {
			t.Errorf("stop %v: %+v", stop, got)
		}
		own := s.startUnder("lse_b", exec100)
		if stop {
			eventually(t, "the others end", func() bool { return s.server.commands.Unfinished() == 1 })
		}
		if s.status(own.ID).State != exec.Running || s.server.commands.Unfinished() != 3-want {
			t.Errorf("stop %v: %d run", stop, s.server.commands.Unfinished())
		}
	}
}

func TestACommandThatWaitsWhenItsLeaseIsLostNeverBegins(t *testing.T) {
	s := newStub(t)
	s.acquire(leaseRequest("lse_a", lease.Exclusive, "laptop"))
	res := s.do(s.under("lse_a", "POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "touch " + s.home + "/begun", Cwd: "/etc"}))
	if _, err := readFrame(res.Body); err != nil {
		t.Fatal(err)
	}
	s.steal("lse_b", "desk", false)
	var asked []struct{ ID string }
	s.call("GET", "/permission", nil, http.StatusOK, &asked)
	s.call("POST", "/permission/"+asked[0].ID+"/reply", map[string]any{"reply": "once"}, http.StatusOK, nil)
	if got := readFrames(t, res.Body); got.last()["type"] != "denied" || !contains([]byte(got.last()["message"].(string)), "taken over") {
		t.Errorf("got %v", got.meta)
	}
}

func TestRequestsKeepALeaseAndAnOpenAnswerDoesNot(t *testing.T) {
	now, pass := movableClock(t)
	s := newStub(t, now)
	s.acquire(leaseRequest("lse_a", lease.Exclusive, "laptop"))
	for range 3 {
		pass(50 * time.Second)
		s.callWith("lse_a", "GET", "/global/health", nil, http.StatusOK, nil)
	}
	res := s.do(s.under("lse_a", "GET", "/global/event", nil))
	defer func() { _ = res.Body.Close() }()
	pass(time.Minute)
	var list []lease.Lease
	s.call("GET", "/stub/v1/lease", nil, http.StatusOK, &list)
	if len(list) != 0 {
		t.Errorf("got %+v", list)
	}
	s.failure("POST", "/stub/v1/lease/lse_a/renew", nil, http.StatusConflict, "LeaseLostError", "lease_expired")
}

func TestALostLeaseIsAnnounced(t *testing.T) {
	s := newStub(t)
	events := s.listen("/global/event", "")
	events.until("server.connected")
	s.acquire(leaseRequest("lse_a", lease.Exclusive, "laptop"))
	s.steal("lse_b", "desk", false)
	if got := events.until("stub.lease.lost"); !contains(got.data, `"id":"lse_a"`) || !contains(got.data, `"reason":"stolen"`) {
		t.Errorf("got %s", got.data)
	}
}

func TestALeaseSurvivesTheStub(t *testing.T) {
	home, stateDir := t.TempDir(), t.TempDir()
	var first lease.Grant
	t.Run("first", func(t *testing.T) {
		s := startStub(t, home, stateDir)
		first = s.acquire(leaseRequest("lse_a", lease.Exclusive, "laptop"))
	})
	s := startStub(t, home, stateDir)
	again := s.acquire(leaseRequest("lse_a", lease.Exclusive, "laptop"))
	if again.Lease.Fence != first.Lease.Fence || again.Lease.AcquiredAt != first.Lease.AcquiredAt {
		t.Errorf("first %+v, then %+v", first, again)
	}
	s.failure("POST", "/stub/v1/lease", leaseRequest("lse_b", lease.Shared, "desk"), http.StatusConflict, "LeaseHeldError", "lease_held")
}

func TestALeaseIsActivityButDoesNotHoldUpAnUpgrade(t *testing.T) {
	s := newStub(t)
	s.acquire(leaseRequest("lse_a", lease.Exclusive, "laptop"))
	if got := s.server.Activity(); got.Leases != 1 {
		t.Errorf("got %+v", got)
	}
	s.call("POST", "/stub/v1/shutdown", map[string]any{"ifIdle": true}, http.StatusAccepted, nil)
}

func TestCommandsOfNobodyKeepAnExclusiveLeaseOut(t *testing.T) {
	s := newStub(t)
	s.start(exec100)
	data := s.failure("POST", "/stub/v1/lease", leaseRequest("lse_a", lease.Exclusive, "laptop"), http.StatusConflict, "LeaseHeldError", "lease_held")
	if data["commands"] != 1.0 || len(data["leases"].([]any)) != 0 {
		t.Errorf("got %v", data)
	}
}
