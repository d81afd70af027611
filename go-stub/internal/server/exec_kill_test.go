package server

import (
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

// startAndReadLine starts a command and answers its first line of output.
func (s *testStub) startAndReadLine(spec exec.Spec) (exec.Status, string) {
	s.t.Helper()
	command := s.start(spec)
	line := ""
	eventually(s.t, "the command says something", func() bool {
		got := readFrames(s.t, s.do(s.request("GET", "/stub/v1/exec/"+command.ID+"/output", nil)).Body)
		var found bool
		line, _, found = strings.Cut(string(got.stdout), "\n")
		return found
	})
	return command, line
}

func alive(t *testing.T, pid string) bool {
	t.Helper()
	n, err := strconv.Atoi(pid)
	if err != nil {
		t.Fatal(err)
	}
	return syscall.Kill(n, 0) == nil
}

func TestKillReachesTheWholeGroup(t *testing.T) {
	s := newStub(t)
	command, child := s.startAndReadLine(exec.Spec{Command: "sleep 100 & echo $!; wait"})
	s.call("POST", "/stub/v1/exec/"+command.ID+"/kill", nil, http.StatusOK, nil)
	got := s.follow(command.ID, 0).last()
	if got["killed"] != true || got["signal"] != "SIGTERM" {
		t.Errorf("got %v", got)
	}
	eventually(t, "the child ends", func() bool { return !alive(t, child) })
}

func TestKillReachesChildrenInGroupsOfTheirOwn(t *testing.T) {
	s := newStub(t)
	command, child := s.startAndReadLine(exec.Spec{Command: "set -m; sleep 100 & echo $!; wait"})
	s.call("POST", "/stub/v1/exec/"+command.ID+"/kill", map[string]any{"signal": "KILL"}, http.StatusOK, nil)
	if got := s.follow(command.ID, 0).last(); got["signal"] != "SIGKILL" {
		t.Errorf("got %v", got)
	}
	eventually(t, "the child ends", func() bool { return !alive(t, child) })
}

func TestKillFollowsUpAfterItsGrace(t *testing.T) {
	s := newStub(t)
	command, _ := s.startAndReadLine(exec.Spec{Command: "trap '' TERM; echo on; while :; do sleep 0.02; done"})
	s.call("POST", "/stub/v1/exec/"+command.ID+"/kill", map[string]any{"graceMs": 20}, http.StatusOK, nil)
	if got := s.follow(command.ID, 0).last(); got["signal"] != "SIGKILL" || got["killed"] != true {
		t.Errorf("got %v", got)
	}
}

func TestASignalThatDoesNotEndIsNotAKill(t *testing.T) {
	s := newStub(t)
	command, _ := s.startAndReadLine(exec.Spec{Command: "trap 'echo usr1; exit 4' USR1; echo on; while :; do sleep 0.02; done"})
	s.call("POST", "/stub/v1/exec/"+command.ID+"/kill", map[string]any{"signal": "SIGUSR1"}, http.StatusOK, nil)
	if got := s.follow(command.ID, 0); got.last()["exitCode"] != 4.0 || got.last()["killed"] != false || string(got.stdout) != "on\nusr1\n" {
		t.Errorf("got %q %v", got.stdout, got.last())
	}
}

func TestAStoppedCommandGetsItsSIGTERM(t *testing.T) {
	s := newStub(t)
	command, _ := s.startAndReadLine(exec.Spec{Command: "echo on; kill -STOP $$; sleep 100"})
	s.call("POST", "/stub/v1/exec/"+command.ID+"/kill", nil, http.StatusOK, nil)
	if got := s.follow(command.ID, 0).last(); got["signal"] != "SIGTERM" {
		t.Errorf("got %v", got)
	}
}

func TestKillingWhatHasEndedDoesNothing(t *testing.T) {
	s := newStub(t)
	id := s.run(exec.Spec{Command: "exit 2"}).meta[0]["id"].(string)
	var got exec.Status
	s.call("POST", "/stub/v1/exec/"+id+"/kill", map[string]any{"signal": "SIGKILL"}, http.StatusOK, &got)
	if got.Killed || *got.ExitCode != 2 {
		t.Errorf("got %+v", got)
	}
	s.failure("POST", "/stub/v1/exec/"+id+"/kill", map[string]any{"signal": "SIGNONE"}, http.StatusBadRequest, "BadRequestError", "invalid_field")
}

func TestACommandIsEndedByItsKey(t *testing.T) {
	s := newStub(t)
	command, child := s.startAndReadLine(exec.Spec{Key: "k", Command: "sleep 100 & echo $!; wait"})
	s.call("POST", "/stub/v1/exec/kill", map[string]any{"key": "k", "signal": "SIGKILL"}, http.StatusNoContent, nil)
	if got := s.follow(command.ID, 0).last(); got["signal"] != "SIGKILL" {
		t.Errorf("got %v", got)
	}
	eventually(t, "the child ends", func() bool { return !alive(t, child) })
}

func TestWhatIsEndedBeforeItComesIsNotStarted(t *testing.T) {
	s := newStub(t)
	for range 2 {
		s.call("POST", "/stub/v1/exec/kill", map[string]any{"key": "k"}, http.StatusNoContent, nil)
	}
	late := exec.Spec{Key: "k", Command: "echo ran"}
	s.failure("POST", "/stub/v1/exec", late, http.StatusConflict, "ConflictError", "withdrawn")
	late.Key = "other"
	if got := s.run(late); string(got.stdout) != "ran\n" {
		t.Errorf("another key: %q", got.stdout)
	}
	for _, body := range []map[string]any{{}, {"key": strings.Repeat("k", 129)}, {"key": "k", "signal": "SIGNONE"}, {"key": "k", "graceMs": -1}} {
		s.failure("POST", "/stub/v1/exec/kill", body, http.StatusBadRequest, "BadRequestError", "invalid_field")
	}
}

func TestWhatWasEndedByItsKeyIsNotStartedAgain(t *testing.T) {
	s := newStub(t)
	waiting := exec.Spec{Key: "waiting", Command: "pwd", Cwd: outside(t)}
	res, _ := s.pend(waiting)
	running := exec.Spec{Key: "running", Command: "exec sleep 100"}
	id := s.start(running).ID
	for _, key := range []string{"waiting", "running"} {
		s.call("POST", "/stub/v1/exec/kill", map[string]any{"key": key}, http.StatusNoContent, nil)
	}
	readFrames(t, res.Body)
	s.call("DELETE", "/stub/v1/exec/"+id, nil, http.StatusOK, nil)
	for _, late := range []exec.Spec{waiting, running} {
		s.failure("POST", "/stub/v1/exec", late, http.StatusConflict, "ConflictError", "withdrawn")
	}
}

func TestKeysThatNeverComeAreForgotten(t *testing.T) {
	s := newStub(t)
	for i := range 1025 {
		s.call("POST", "/stub/v1/exec/kill", map[string]any{"key": strconv.Itoa(i)}, http.StatusNoContent, nil)
	}
	s.run(exec.Spec{Key: "0", Command: "true"})
	s.failure("POST", "/stub/v1/exec", exec.Spec{Key: "1", Command: "true"}, http.StatusConflict, "ConflictError", "withdrawn")
}

func TestAKilledBlockedCommandEndsWithoutAFollower(t *testing.T) {
	s := newStub(t)
	command := s.start(exec.Spec{Argv: []string{"cat", "/dev/zero"}, OnFull: "block", KeepBytes: 64 << 10})
	eventually(t, "the ring is full", func() bool { return s.status(command.ID).Output.End >= 64<<10 })
	s.call("POST", "/stub/v1/exec/"+command.ID+"/kill", nil, http.StatusOK, nil)
	eventually(t, "it ends", func() bool { return s.status(command.ID).State == exec.Exited })
}

func TestNoZombieStays(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Command: "exit 0"})
	pid := strconv.Itoa(int(got.meta[0]["pid"].(float64)))
	if alive(t, pid) {
		t.Errorf("process %s was not reaped", pid)
	}
}

func TestCloseKillsWhatIgnoresSIGTERM(t *testing.T) {
	s := newStub(t)
	command, _ := s.startAndReadLine(exec.Spec{Command: "trap '' TERM; echo on; while :; do sleep 0.02; done"})
	begin := time.Now()
	if err := s.server.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.status(command.ID); got.Signal == nil || *got.Signal != "SIGKILL" {
		t.Errorf("after %v: %+v", time.Since(begin), got)
	}
}

func TestAKilledCommandEndsThoughADaemonOfItsOwnWritesOn(t *testing.T) {
	s := newStub(t)
	command, daemon := s.startAndReadLine(exec.Spec{Command: "setsid sh -c 'echo $$; while :; do echo on; sleep 0.05; done' & wait"})
	s.call("POST", "/stub/v1/exec/"+command.ID+"/kill", map[string]any{"signal": "SIGKILL"}, http.StatusOK, nil)
	if got := s.follow(command.ID, 0).last(); got["signal"] != "SIGKILL" {
		t.Errorf("got %v", got)
	}
	// Its pipe is closed: the next write ends it.
	eventually(t, "the daemon ends", func() bool { return !alive(t, daemon) })
}
