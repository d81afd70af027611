package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func TestStopEndsTheStub(t *testing.T) {
	p := newPlace(t)
	pid := p.launch().PID
	if got := p.stop(); !got.WasRunning || got.Killed || got.PID != pid {
		t.Errorf("%+v", got)
	}
	if !gone(pid) {
		t.Error("it still runs")
	}
	if got := p.stop(); got.WasRunning {
		t.Errorf("stopping nothing: %+v", got)
	}
}

func TestStopKillsAStubThatDoesNotEnd(t *testing.T) {
	p := newPlace(t)
	pid := p.launch().PID
	freeze(t, pid)
	if got := p.stop("--timeout", "200ms"); !got.Killed {
		t.Errorf("%+v", got)
	}
	if _, err := os.Stat(p.path("run", "stub.pid")); err == nil {
		t.Error("its record was left")
	}
	if got := p.launch(); got.Predecessor != life.Clean {
		t.Errorf("predecessor %s", got.Predecessor)
	}
}

func TestStopNeverSignalsAForeignProcess(t *testing.T) {
	t.Run("that has the pid of a crashed stub", func(t *testing.T) {
		p, foreign := newPlace(t), bystander(t)
		crash(t, p.launch().PID)
		p.editRecord(func(r map[string]any) { r["pid"] = foreign.Pid })
		if got := p.stop(); got.WasRunning {
			t.Errorf("%+v", got)
		}
		alive(t, foreign)
		if got := p.run("status", "--root", p.root); got.code != exitNotRunning || !strings.Contains(got.stdout, string(life.PIDReused)) {
			t.Errorf("status: %d %s", got.code, got.stdout)
		}
	})
	t.Run("while something else holds the lock", func(t *testing.T) {
		p, foreign := newPlace(t), bystander(t)
		crash(t, p.launch().PID)
		p.editRecord(func(r map[string]any) { r["pid"] = foreign.Pid })
		p.holdLock()
		got := p.run("stop", "--root", p.root, "--timeout", "100ms")
		if got.code != exitFailed || !strings.Contains(got.stderr, "nothing was stopped") {
			t.Errorf("exit code %d: %s", got.code, got.stderr)
		}
		alive(t, foreign)
	})
}

func TestStatusTellsAHeldLockFromAStub(t *testing.T) {
	p := newPlace(t)
	p.launch()
	p.stop()
	p.holdLock()
	got := p.run("status", "--root", p.root, "--json")
	if got.code != exitNotRunning || !strings.Contains(got.stdout, `"state":"unresponsive"`) {
		t.Errorf("exit code %d: %s", got.code, got.stdout)
	}
}

func TestStatusMakesNothing(t *testing.T) {
	p := newPlace(t)
	got := p.run("status", "--root", p.root, "--json")
	if got.code != exitNotRunning || !strings.Contains(got.stdout, `"state":"none"`) {
		t.Errorf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
	if _, err := os.Stat(p.root); err == nil {
		t.Error("it made the root")
	}
}

func (p place) stop(flags ...string) life.Stopped {
	p.t.Helper()
	got := p.run(append([]string{"stop", "--json", "--root", p.root}, flags...)...)
	var stopped life.Stopped
	if err := json.Unmarshal([]byte(got.stdout), &stopped); err != nil || got.code != 0 {
		p.t.Fatalf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
	return stopped
}

// holdLock takes the root's lock for the rest of the test.
func (p place) holdLock() {
	p.t.Helper()
	f, err := os.OpenFile(p.path("run", "stub.lock"), os.O_RDWR, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = f.Close() })
	// The threads of a killed stub outlive its main one for a moment.
	eventually(p.t, "the lock is free", func() bool {
		return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
	})
}

// bystander is a process that must survive the test.
func bystander(t *testing.T) *os.Process {
	t.Helper()
	cmd := exec.Command("sleep", "1000")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd.Process
}

// alive looks for a pending signal too: one that was sent shows at once.
func alive(t *testing.T, process *os.Process) {
	t.Helper()
	if gone(process.Pid) {
		t.Error("the foreign process was killed")
	}
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(process.Pid), "status"))
	if err != nil || !strings.Contains(string(status), "ShdPnd:\t0000000000000000") {
		t.Errorf("the foreign process has a signal pending: %v", err)
	}
}
