package server

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

func TestASlowFollowerDoesNotHoldUpACommand(t *testing.T) {
	s := newStub(t)
	res := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "head -c 50000000 /dev/zero", KeepBytes: 100_000}))
	start, err := readFrame(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	id := start.meta["id"].(string)
	eventually(t, "the command ends unread", func() bool { return s.status(id).State == exec.Exited })
	got := readFrames(t, res.Body)
	if got.of("cut") == nil || got.last()["end"] != 50_000_000.0 {
		t.Errorf("got %v", got.meta)
	}
}

func TestAFollowerThatLeavesDoesNotDisturbACommand(t *testing.T) {
	s := newStub(t)
	res := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "echo begun; until [ -e go ]; do sleep 0.02; done; echo ended"}))
	start, err := readFrame(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	eventually(t, "the follower is gone", func() bool { return s.server.connections.Load() == 0 })
	s.run(exec.Spec{Command: "touch go"})
	if got := s.follow(start.meta["id"].(string), 0); string(got.stdout) != "begun\nended\n" {
		t.Errorf("got %q", got.stdout)
	}
}

func TestABackgroundChildThatHoldsThePipesDoesNotHoldTheEnd(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Command: "sleep 100 & echo $!"})
	if got.last()["exitCode"] != 0.0 {
		t.Errorf("got %v", got.meta)
	}
	s.run(exec.Spec{Command: "kill " + strings.TrimSpace(string(got.stdout))})
}

func TestManyTinyWritesToBothStreamsAreBounded(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Command: "i=0; while [ $i -lt 4000 ]; do echo -n o; echo -n e >&2; i=$((i+1)); done", KeepBytes: 1 << 20})
	if len(got.stdout)+len(got.stderr) != 8000 {
		t.Errorf("got %d and %d", len(got.stdout), len(got.stderr))
	}
}

func TestACommandWithoutAFollowerIsAnsweredAtOnce(t *testing.T) {
	s := newStub(t)
	command := s.start(exec.Spec{Command: "sleep 100"})
	if command.State != exec.Running || command.PID == 0 {
		t.Errorf("got %+v", command)
	}
}

func TestTheStreamEndsCleanlyWhenTheStubCloses(t *testing.T) {
	s := newStub(t)
	res := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "trap 'echo bye; exit 3' TERM; echo on; while :; do sleep 0.02; done"}))
	events := s.listen("/global/event", "")
	events.until("server.connected")
	r := res.Body
	for {
		if f, err := readFrame(r); err != nil {
			t.Fatal(err)
		} else if string(f.payload) == "on\n" {
			break
		}
	}
	if err := s.server.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := readFrames(t, r)
	if string(got.stdout) != "bye\n" || got.last()["exitCode"] != 3.0 {
		t.Errorf("got %q %v", got.stdout, got.meta)
	}
	for {
		if _, more := events.next(); !more {
			break
		}
	}
	if _, err := r.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the stream ended with %v", err)
	}
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "true"}, http.StatusConflict, "ConflictError", "stopping")
}
