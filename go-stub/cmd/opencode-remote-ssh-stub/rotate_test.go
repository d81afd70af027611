package main

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func (p place) rotate(flags ...string) life.Rotated {
	p.t.Helper()
	got := p.run(append([]string{"rotate", "--root", p.root, "--json"}, flags...)...)
	if got.code != 0 {
		p.t.Fatalf("exit code %d: %s", got.code, got.stderr)
	}
	return line[life.Rotated](p.t, "ROTATED "+got.stdout, "ROTATED")
}

func (p place) token() string { return strings.TrimSpace(p.read("run", "stub.token")) }

func (p place) accepts(at readyLine, token string) bool {
	at.Token = token
	return p.ask(at, http.MethodGet, "/global/health", "").StatusCode == http.StatusOK
}

func TestRotateReplacesTheTokenOfTheStubThatRuns(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	p.exec(at, "sleep 100")
	got := p.rotate("--with-token")
	if !got.Rotated || !got.Running || got.Token == at.Token || got.Token != p.token() {
		t.Errorf("%+v", got)
	}
	if p.accepts(at, at.Token) || !p.accepts(at, got.Token) {
		t.Error("the old token is taken, or the new one is not")
	}
	again := p.launch("--with-token")
	if again.PID != at.PID || again.Token != got.Token {
		t.Errorf("launch: %+v", again)
	}
	if status := p.run("status", "--root", p.root, "--json", "--with-token"); !strings.Contains(status.stdout, `"token":"`+got.Token+`"`) || !strings.Contains(status.stdout, `"commands":1`) {
		t.Error(status.stdout)
	}
	if status := p.run("status", "--root", p.root, "--json"); strings.Contains(status.stdout, got.Token) {
		t.Error("the token was shown to who did not ask for it")
	}
	if log := p.read("log", "stub.log"); !strings.Contains(log, "the token was rotated") || strings.Contains(log, got.Token) || strings.Contains(log, at.Token) {
		t.Error(log)
	}
	p.checkModes()
}

func TestRotateWithoutAStubIsForTheNextOne(t *testing.T) {
	p := newPlace(t)
	if got := p.rotate(); got.Rotated || got.Running {
		t.Errorf("where there is no token: %+v", got)
	}
	if _, err := os.Lstat(p.root); !errors.Is(err, fs.ErrNotExist) {
		t.Error("something was made")
	}
	before := p.launch("--with-token")
	p.stop()
	got := p.rotate("--with-token")
	if !got.Rotated || got.Running || got.Token == before.Token {
		t.Errorf("%+v", got)
	}
	if after := p.launch("--with-token"); after.Token != got.Token || after.Predecessor != life.Clean || p.accepts(after, before.Token) {
		t.Errorf("%+v", after)
	}
}

func TestRotationsAtOnceEndWithOneTokenThatIsTaken(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if got := p.run("rotate", "--root", p.root, "--json"); got.code != 0 || !strings.Contains(got.stdout, `"running":true`) {
				t.Errorf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
			}
		})
	}
	all.Wait()
	if !p.accepts(at, p.token()) || p.accepts(at, at.Token) {
		t.Error("the file and the stub do not agree")
	}
}

func TestAStubThatDiesWhileItIsAskedLeavesATokenForTheNextOne(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	freeze(t, at.PID)
	asked := make(chan result, 1)
	go func() { asked <- p.run("rotate", "--root", p.root, "--json") }()
	eventually(t, "it is asked", func() bool { return connected(p.path("run", "stub.sock")) })
	kill(t, at.PID, syscall.SIGKILL)
	if got := <-asked; got.code != 0 || !strings.Contains(got.stdout, `"rotated":true`) {
		t.Errorf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
	if after := p.launch("--with-token"); after.Token == at.Token || after.Token != p.token() {
		t.Errorf("%+v", after)
	}
}

// connected says whether somebody waits for an answer at a socket.
func connected(socket string) bool {
	table, _ := os.ReadFile("/proc/net/unix")
	return strings.Count(string(table), socket) > 1
}

func TestAFullDiskLeavesTheOldToken(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can make a small file system")
	}
	p := newPlace(t)
	if err := os.Mkdir(p.root, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", p.root, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no small file system: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(p.root, unix.MNT_DETACH) })
	for _, running := range []bool{true, false} {
		at := p.launch("--with-token")
		if !running {
			p.stop()
		}
		filler := p.path("filler")
		if err := os.WriteFile(filler, make([]byte, 2<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("the disk is not full: %v", err)
		}
		got := p.run("rotate", "--root", p.root, "--json")
		if got.code != exitFailed || !strings.Contains(got.stderr, "no space left") {
			t.Errorf("running %v: exit code %d: %s%s", running, got.code, got.stdout, got.stderr)
		}
		if p.token() != at.Token || (running && !p.accepts(at, at.Token)) {
			t.Errorf("running %v: the old token is lost", running)
		}
		if left, _ := filepath.Glob(p.path("run", ".tmp-*")); len(left) > 0 {
			t.Errorf("running %v: %v was left", running, left)
		}
		_ = os.Remove(filler)
		if fresh := p.rotate("--with-token"); !fresh.Rotated || fresh.Running != running || fresh.Token == at.Token {
			t.Errorf("running %v, with room again: %+v", running, fresh)
		}
	}
}
