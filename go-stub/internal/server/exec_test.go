package server

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

func TestACommandsStreamsAreFollowedApart(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Argv: []string{"sh", "-c", "echo out; echo err >&2; exit 7"}})
	if string(got.stdout) != "out\n" || string(got.stderr) != "err\n" {
		t.Errorf("got %q and %q", got.stdout, got.stderr)
	}
	if got.meta[0]["type"] != "start" || got.last()["type"] != "exit" || got.last()["exitCode"] != 7.0 || got.last()["end"] != 8.0 {
		t.Errorf("meta %v", got.meta)
	}
}

func TestMergedStreamsKeepTheirOrder(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Command: "echo 1; echo 2 >&2; echo 3", Streams: "merged"})
	if string(got.stdout) != "1\n2\n3\n" || len(got.stderr) != 0 {
		t.Errorf("got %q and %q", got.stdout, got.stderr)
	}
}

func TestACommandRunsInItsDirectoryWithItsEnvironment(t *testing.T) {
	t.Setenv("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")
	s := newStub(t)
	if err := os.Mkdir(s.home+"/sub dir", 0o700); err != nil {
		t.Fatal(err)
	}
	got := s.run(exec.Spec{Command: `pwd; echo "$K|$PWD|$SSH_CONNECTION|$HOME"`, Cwd: "~/sub dir", Env: map[string]string{"K": "a b", "HOME": "/h"}})
	want := s.home + "/sub dir\na b|" + s.home + "/sub dir||/h\n"
	if string(got.stdout) != want {
		t.Errorf("got %q, want %q", got.stdout, want)
	}
}

func TestAProgramThatIsNotThereExits127(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Argv: []string{"no-such-program-here"}})
	if got.last()["exitCode"] != 127.0 || !strings.Contains(string(got.stderr), "no-such-program-here: command not found") {
		t.Errorf("got %v %q", got.last(), got.stderr)
	}
}

func TestAFolderOfPATHThatCannotBeSearchedIsPassedOver(t *testing.T) {
	s := newStub(t)
	if err := os.Symlink("loop", s.home+"/loop"); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"PATH": s.home + "/loop:/usr/bin:/bin"}
	got := s.run(exec.Spec{Argv: []string{"no-such-program-here"}, Env: env})
	if got.last()["exitCode"] != 127.0 {
		t.Errorf("got %v %q", got.last(), got.stderr)
	}
}

func TestAProgramThatIsNotExecutableExits126(t *testing.T) {
	s := newStub(t)
	if err := os.WriteFile(s.home+"/file", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got := s.run(exec.Spec{Argv: []string{"./file"}})
	if got.last()["exitCode"] != 126.0 || !strings.Contains(string(got.stderr), "not executable") {
		t.Errorf("got %v %q", got.last(), got.stderr)
	}
}

func TestAScriptWithoutAShebangRuns(t *testing.T) {
	s := newStub(t)
	if err := os.WriteFile(s.home+"/script", []byte("echo \"ran $1\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := s.run(exec.Spec{Argv: []string{"./script", "x"}}); string(got.stdout) != "ran x\n" {
		t.Errorf("got %q %v", got.stdout, got.last())
	}
}

func TestASignalIsReported(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Command: "kill -9 $$"}).last()
	if got["signal"] != "SIGKILL" || got["exitCode"] != nil || got["killed"] != false {
		t.Errorf("got %v", got)
	}
}

func TestOneKeyRunsOneCommand(t *testing.T) {
	s := newStub(t)
	spec := exec.Spec{Key: "k", Command: "echo ran >> ran; cat ran"}
	first, second := s.run(spec), s.run(spec)
	if string(first.stdout) != "ran\n" || string(second.stdout) != "ran\n" || first.meta[0]["id"] != second.meta[0]["id"] {
		t.Errorf("got %q and %q", first.stdout, second.stdout)
	}
	s.failure("POST", "/stub/v1/exec", exec.Spec{Key: "k", Command: "true"}, http.StatusConflict, "ConflictError", "key_reused")
}

func TestAForgottenCommandFreesItsKey(t *testing.T) {
	s := newStub(t)
	spec := exec.Spec{Key: "k", Command: "sleep 100"}
	first := s.start(spec)
	s.call("DELETE", "/stub/v1/exec/"+first.ID, nil, http.StatusOK, nil)
	s.failure("GET", "/stub/v1/exec/"+first.ID, nil, http.StatusNotFound, "NotFoundError", "not_found")
	if second := s.start(spec); second.ID == first.ID {
		t.Error("the forgotten command was answered")
	}
}

func TestATimeoutEndsTheCommand(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Command: "echo begun; sleep 100", TimeoutMs: 50}).last()
	if got["timedOut"] != true || got["signal"] != "SIGTERM" {
		t.Errorf("got %v", got)
	}
}

func TestATimeoutEndsACommandThatIgnoresSIGTERM(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Command: "trap '' TERM; while :; do sleep 0.05; done", TimeoutMs: 50}).last()
	if got["timedOut"] != true || got["signal"] != "SIGKILL" {
		t.Errorf("got %v", got)
	}
}

func TestADirectoryThatIsNotThereIsSaid(t *testing.T) {
	s := newStub(t)
	if err := os.WriteFile(s.home+"/file", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", s.home+"/dangling"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("loop", s.home+"/loop"); err != nil {
		t.Fatal(err)
	}
	for cwd, code := range map[string]string{
		"~/none": "cwd_not_found", "~/dangling": "cwd_not_found", "~/loop": "cwd_not_found",
		"~/file": "cwd_not_directory", "~/file/x": "cwd_not_directory", "rel": "cwd_not_absolute",
	} {
		data := s.failure("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "true", Cwd: cwd}, http.StatusBadRequest, "BadRequestError", code)
		if data["field"] != "cwd" {
			t.Errorf("%s: field %v", cwd, data["field"])
		}
	}
	if list := s.server.commands.List(); len(list) != 0 {
		t.Errorf("kept %v", list)
	}
}

func TestCommandsAreListed(t *testing.T) {
	s := newStub(t)
	id := s.run(exec.Spec{Command: "echo hi"}).meta[0]["id"]
	var list []exec.Status
	s.call("GET", "/stub/v1/exec", nil, http.StatusOK, &list)
	if len(list) != 1 || list[0].ID != id || list[0].State != exec.Exited || list[0].Output.End != 3 || *list[0].ExitCode != 0 {
		t.Errorf("got %+v", list)
	}
}

func TestACommandThatIsForgottenDoesNotRunAgain(t *testing.T) {
	clock, pass := movableClock(t)
	s := newStub(t, clock)
	old := exec.Spec{Key: "old", Command: "echo ran >> ran"}
	s.run(old)
	pass(time.Hour)
	s.run(exec.Spec{Command: "true"}) // it makes room
	s.failure("POST", "/stub/v1/exec", old, http.StatusConflict, "ConflictError", "forgotten")
	if got := s.run(exec.Spec{Command: "cat ran"}); string(got.stdout) != "ran\n" {
		t.Errorf("got %q", got.stdout)
	}
}
