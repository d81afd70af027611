package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestSIGTERMEndsCleanly(t *testing.T) {
	p := newPlace(t)
	cmd := p.command("serve", "--root", p.root)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.awaitServing()
	kill(t, cmd.Process.Pid, syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		t.Errorf("exit: %v, want code 0", err)
	}
	for _, name := range []string{"stub.sock", "stub.pid", "stub.port"} {
		if _, err := os.Lstat(p.path("run", name)); err == nil {
			t.Errorf("%s was left", name)
		}
	}
	if !strings.Contains(p.read("log", "stub.log"), "msg=ended") {
		t.Error("the log does not tell")
	}
}

func TestSIGHUPIsIgnored(t *testing.T) {
	p := newPlace(t)
	first := p.launch()
	kill(t, first.PID, syscall.SIGHUP)
	if second := p.launch(); second.PID != first.PID {
		t.Errorf("stub %d was replaced by %d", first.PID, second.PID)
	}
}

func TestFilesAndDirectoriesArePrivateWithAnOpenUmaskAndRoot(t *testing.T) {
	p := newPlace(t)
	if err := os.Mkdir(p.root, 0o755); err != nil {
		t.Fatal(err)
	}
	old := syscall.Umask(0)
	got := p.run("launch", "--root", p.root)
	syscall.Umask(old)
	ready(t, got)
	p.checkModes()
}

func (p place) checkModes() {
	p.t.Helper()
	seen := 0
	err := filepath.WalkDir(p.root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		}
		if seen++; info.Mode().Perm() != want {
			p.t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil || seen < 13 {
		p.t.Errorf("saw %d files and directories: %v", seen, err)
	}
}

func TestAnIdleStubEndsByItself(t *testing.T) {
	p := newPlace(t)
	pid := p.launch("--idle-timeout", "1s").PID
	eventually(t, "the idle stub ends", func() bool { return gone(pid) })
	if !strings.Contains(p.read("log", "stub.log"), "reason=idle") {
		t.Error("the log does not tell why")
	}
	if got := p.run("status", "--root", p.root, "--json"); !strings.Contains(got.stdout, `"state":"clean"`) {
		t.Errorf("status: %s", got.stdout)
	}
}

func TestAStubWithACommandIsNotIdle(t *testing.T) {
	p := newPlace(t)
	got := p.launch("--idle-timeout", "2s", "--with-token")
	gate := filepath.Join(p.dir, "home", "gate")
	if err := syscall.Mkfifo(gate, 0o600); err != nil {
		t.Fatal(err)
	}
	p.exec(got, "read x <'"+gate+"'")
	// Longer than the timeout: as long as the command waits, the stub must stay.
	for range 50 {
		time.Sleep(50 * time.Millisecond)
		if gone(got.PID) {
			t.Fatal("it ended while a command ran")
		}
	}
	if err := os.WriteFile(gate, []byte("go\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the stub ends after the command", func() bool { return gone(got.PID) })
}

func TestAStubWhoseRootIsRemovedEnds(t *testing.T) {
	p := newPlace(t)
	pid := p.launch("--idle-timeout", "1s").PID
	if err := os.RemoveAll(p.root); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the stub ends", func() bool { return gone(pid) })
	if _, err := os.Stat(p.root); err == nil {
		t.Error("it made its root again")
	}
}

func TestAbandonedUploadsAreRemoved(t *testing.T) {
	p := newPlace(t)
	if err := os.MkdirAll(p.path("bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-2 * time.Hour)
	for name, modified := range map[string]time.Time{".upload-old": long, ".upload-new": time.Now(), "kept": long} {
		if err := os.WriteFile(p.path("bin", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(p.path("bin", name), modified, modified); err != nil {
			t.Fatal(err)
		}
	}
	p.launch()
	entries, err := os.ReadDir(p.path("bin"))
	if err != nil || len(entries) != 2 || entries[0].Name() != ".upload-new" {
		t.Errorf("left in bin: %v, %v", entries, err)
	}
}

func TestASocketPathThatIsTooLongLeavesTCP(t *testing.T) {
	p := newPlace(t)
	p.root = filepath.Join(p.root, strings.Repeat("long/", 20))
	got := p.launch()
	if got.Socket != "" || got.Port == 0 {
		t.Fatalf("socket %q, port %d", got.Socket, got.Port)
	}
	if again := p.launch(); !again.Adopted {
		t.Error("it was not found by its port")
	}
	if !strings.Contains(p.read("log", "stub.log"), "no unix socket") {
		t.Error("the log does not tell")
	}
}

func (p place) awaitServing() {
	p.t.Helper()
	eventually(p.t, "the stub serves", func() bool { return p.run("status", "--root", p.root).code == 0 })
}
