package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func TestLaunchStartsAStubThatIsDetached(t *testing.T) {
	p := newPlace(t)
	got := p.launch()
	if got.Adopted || got.UpgradeWaiting || got.Predecessor != life.NoPredecessor || got.Token != "" {
		t.Errorf("unexpected ready line: %+v", got)
	}
	if sid := field(t, got.PID, 6); sid != strconv.Itoa(got.PID) {
		t.Errorf("session %s, want its own, %d", sid, got.PID)
	}
	for fd, want := range map[string]string{"0": "/dev/null", "1": "/dev/null", "2": "/dev/null"} {
		if at, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(got.PID), "fd", fd)); err != nil || at != want {
			t.Errorf("descriptor %s is %q (%v), want %s", fd, at, err, want)
		}
	}
	if cwd, _ := os.Readlink(filepath.Join("/proc", strconv.Itoa(got.PID), "cwd")); cwd != "/" {
		t.Errorf("works in %q, want /", cwd)
	}
}

func TestTheSecondLaunchAdoptsTheRunningStub(t *testing.T) {
	p := newPlace(t)
	first, second := p.launch(), p.launch("--with-token")
	if !second.Adopted || second.PID != first.PID || second.Instance != first.Instance {
		t.Errorf("first %+v, second %+v", first, second)
	}
	if second.Token != strings.TrimSpace(p.read("run", "stub.token")) || len(second.Token) != 64 {
		t.Errorf("token %q is not the one in the file", second.Token)
	}
}

func TestOfLaunchesAtOnceOneStartsAndTheOthersAdopt(t *testing.T) {
	p := newPlace(t)
	const n = 4
	results := make([]result, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { results[i] = p.run("launch", "--root", p.root) })
	}
	wg.Wait()
	pids, started := map[int]bool{}, 0
	for _, got := range results {
		line := ready(t, got)
		pids[line.PID] = true
		if !line.Adopted {
			started++
		}
	}
	if len(pids) != 1 || started != 1 {
		t.Errorf("%d stubs, %d started; want one of each: %+v", len(pids), started, results)
	}
}

func TestLaunchAdoptsTheStubOfALaunchThatWasKilled(t *testing.T) {
	p := newPlace(t)
	cmd := p.command("launch", "--root", p.root)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the stub has the lock", func() bool {
		_, err := os.Stat(p.path("run", "stub.lock"))
		return err == nil
	})
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	one, two := p.launch(), p.launch()
	if one.PID != two.PID {
		t.Errorf("two stubs: %d and %d", one.PID, two.PID)
	}
}

func TestTheLaunchingShellsPipesEndWithLaunch(t *testing.T) {
	p := newPlace(t)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = read.Close() }()
	cmd := p.command("launch", "--root", p.root)
	cmd.ExtraFiles = []*os.File{write, write, write}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	out := ends(t, stdout)
	ends(t, stderr)
	ends(t, read)
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if pid := line[readyLine](t, string(out), wordReady).PID; gone(pid) {
		t.Errorf("the stub %d did not outlive launch", pid)
	}
}

func TestADamagedBinaryIsNotStarted(t *testing.T) {
	p := newPlace(t)
	p.exe = p.copyExecutable("opencode-remote-ssh-stub-1.2.3-0123456789ab", "")
	got := p.run("launch", "--root", p.root)
	if code := line[errorLine](t, got.stdout, wordError).Code; got.code != 1 || code != failure.DamagedBinary {
		t.Errorf("exit code %d, %s", got.code, got.stdout)
	}
	if _, err := os.Stat(p.path("run", "stub.pid")); err == nil {
		t.Error("it was started")
	}
}

func TestLaunchGivesUpOnAStubThatDoesNotAnswer(t *testing.T) {
	p := newPlace(t)
	pid := p.launch().PID
	freeze(t, pid)
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGCONT) })
	got := p.run("launch", "--root", p.root, "--timeout", "300ms")
	if code := line[errorLine](t, got.stdout, wordError).Code; code != failure.NotReady {
		t.Errorf("%s: %s", code, got.stdout)
	}
}

// copyExecutable makes another executable; a tail makes it another build.
func (p place) copyExecutable(name, tail string) string {
	p.t.Helper()
	data, err := os.ReadFile(p.exe)
	if err != nil {
		p.t.Fatal(err)
	}
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, append(data, tail...), 0o700); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// field is one of /proc/<pid>/stat, counted as proc_pid_stat(5) does.
func field(t *testing.T, pid, n int) string {
	t.Helper()
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(stat)
	return strings.Fields(text[strings.LastIndex(text, ")")+1:])[n-3]
}
