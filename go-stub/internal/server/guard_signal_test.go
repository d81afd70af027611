package server

import (
	"net/http"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/pty"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

// kindred has a stub without private mounts, where signals have a scope.
func kindred(t *testing.T) *testStub {
	t.Helper()
	here := sandbox.Current()
	if here.ABI < 6 {
		t.Skip("the kernel has no scope of signals")
	}
	return newStub(t, func(c *Config) {
		c.Level = func() sandbox.Level { return sandbox.Level{Enforced: true, ABI: here.ABI} }
	})
}

// leave leaves a program running in a workspace.
func (s *testStub) leave(workspaceID string) int {
	s.t.Helper()
	got := s.run(exec.Spec{Command: "setsid sleep 300 >/dev/null 2>&1 & echo $!", WorkspaceID: workspaceID})
	pid, err := strconv.Atoi(strings.TrimSpace(string(got.stdout)))
	if err != nil {
		s.t.Fatalf("%v: %s", got.last(), textOf(got))
	}
	s.t.Cleanup(func() { _ = unix.Kill(pid, unix.SIGKILL) })
	return pid
}

// over is true of what ended and was not asked about as well.
func over(pid int) func() bool {
	return func() bool {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		return err != nil || strings.Contains(string(stat), ") Z ")
	}
}

func TestSignalsReachWhatTheWorkspaceStarted(t *testing.T) {
	s := kindred(t)
	s.work("wrk_a", "a")
	s.work("wrk_b", "b")
	cmd := osexec.Command("/bin/sleep", "300")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	others := []int{os.Getpid(), s.leave("wrk_b"), s.leave(""), cmd.Process.Pid}
	for _, pid := range others {
		got := s.run(exec.Spec{Command: "kill -0 " + strconv.Itoa(pid), WorkspaceID: "wrk_a"})
		if text := textOf(got); got.last()["exitCode"] == 0.0 || !strings.Contains(text, "[orssh: signals reach what") {
			t.Errorf("%d of %d: %v: %s", pid, others, got.last(), text)
		}
	}
	own := s.leave("wrk_a")
	if got := s.run(exec.Spec{Command: "kill " + strconv.Itoa(own), WorkspaceID: "wrk_a"}); got.last()["exitCode"] != 0.0 {
		t.Errorf("%v: %s", got.last(), textOf(got))
	}
	eventually(t, "it is gone", over(own))
	if got := s.run(exec.Spec{Command: "kill " + strconv.Itoa(others[3]), Terms: sandbox.Terms{Enforcement: sandbox.Off}}); got.last()["exitCode"] != 0.0 {
		t.Errorf("off: %v: %s", got.last(), textOf(got))
	}
}

func TestATerminalSignalsWhatItsWorkspaceStarted(t *testing.T) {
	if _, err := os.Stat("/bin/bash"); err != nil {
		t.Skip(err)
	}
	s := kindred(t)
	s.work("wrk_a", "a")
	left, others := s.leave("wrk_a"), s.leave("")
	var info pty.Info
	s.call("POST", "/pty?workspace=wrk_a", map[string]any{"command": "/bin/bash", "args": []string{"--norc"}, "env": map[string]string{"PS1": "$ "}}, http.StatusOK, &info)
	c := s.attach("/pty/"+info.ID+"/connect?workspace=wrk_a", nil)
	c.enter("kill " + strconv.Itoa(left) + "; echo \"first $?\"\n")
	c.until("first 0")
	c.enter("kill " + strconv.Itoa(others) + "; echo \"second $?\"\n")
	c.until("second 1")
	eventually(t, "it is gone", over(left))
	if over(others)() {
		t.Error("another workspace's is gone")
	}
	for _, step := range [][2]string{
		{"bash -c 'trap \"echo went-\"on CONT; echo up-$((1+1)); while :; do sleep 0.1; done'\n", "up-2"},
		{"\x1a", "Stopped"},
		{"fg\n", "went-on"},
		{"\x1a", "Stopped"},
		{"bg\n", "went-on"},
		{"kill %1; wait %1; echo \"end $?\"\n", "end 143"},
		{"sh -c 'echo up-$((1+1)); exec sleep 300'\n", "up-2"},
		{"\x03", "^C"},
		{"echo \"code $?\"\n", "code 130"},
		{"timeout 0.1 sleep 300; echo \"late $?\"\n", "late 124"},
		{"(trap 'echo gr''oup' TERM; kill 0; exit) ; echo \"after\"\n", "group"},
	} {
		c.text = ""
		c.enter(step[0])
		c.until(step[1])
	}
}

// TestAWorkspaceThatIsGoneTakesItsThreadAlong is about what it costs.
func TestAWorkspaceThatIsGoneTakesItsThreadAlong(t *testing.T) {
	s := kindred(t)
	held := func() (count int) {
		tasks, _ := filepath.Glob("/proc/self/task/*/status")
		for _, task := range tasks {
			if status, _ := os.ReadFile(task); strings.Contains(string(status), "NoNewPrivs:\t1") {
				count++
			}
		}
		return count
	}
	before := held()
	for _, name := range []string{"wrk_a", "wrk_b"} {
		s.work(name, name)
		for range 3 {
			s.run(exec.Spec{Command: "true", WorkspaceID: name})
		}
	}
	if got := held(); got != before+2 {
		t.Errorf("%d, after %d", got, before)
	}
	s.call("DELETE", "/experimental/workspace/wrk_a", nil, http.StatusOK, nil)
	eventually(t, "its thread is gone", func() bool { return held() == before+1 })
}
