package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
)

func TestTheRootMayHaveSpacesAndLetters(t *testing.T) {
	p := newPlace(t)
	p.root = filepath.Join(p.dir, "mein Gerät $x 'ñ' 日本")
	got := p.launch()
	if got.Root != p.root || got.Socket != p.path("run", "stub.sock") {
		t.Errorf("%+v", got)
	}
	if again := p.launch(); !again.Adopted {
		t.Error("it was not found again")
	}
}

func TestALeadingTildeIsTheHome(t *testing.T) {
	p := newPlace(t)
	home := filepath.Join(p.dir, "home")
	for flag, want := range map[string]string{"~/stub": "stub", "": ".opencode-remote-ssh"} {
		q := p
		q.root = filepath.Join(home, want)
		t.Cleanup(func() { q.run("stop", "--root", q.root) })
		if got := ready(t, p.run("launch", "--root", flag)); got.Root != q.root {
			t.Errorf("--root %q is %q", flag, got.Root)
		}
	}
}

func TestWithoutHOMEAnAbsoluteRootWorks(t *testing.T) {
	p := newPlace(t)
	var env []string
	for _, entry := range p.env {
		if !strings.HasPrefix(entry, "HOME=") {
			env = append(env, entry)
		}
	}
	p.env = env
	p.launch()
}

func TestARootThatCannotBeSaysSo(t *testing.T) {
	p := newPlace(t)
	file := filepath.Join(p.dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{file, file + "/below", "relative", "~other/x", "/proc/self/nothing"} {
		got := p.run("launch", "--root", root)
		body := line[errorLine](t, got.stdout, wordError)
		if got.code != 1 || body.Message == "" || (body.Code != failure.BadRoot && !strings.HasPrefix(root, "/proc")) {
			t.Errorf("%s: exit code %d: %s", root, got.code, got.stdout)
		}
		if !strings.Contains(got.stderr, body.Message) {
			t.Errorf("%s: stderr does not tell: %s", root, got.stderr)
		}
	}
}

func TestARootThatIsNotWritableIsAPermissionError(t *testing.T) {
	p := newPlace(t)
	locked := filepath.Join(p.dir, "locked")
	if err := os.Mkdir(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	p.exe = p.copyExecutable("stub", "")
	cmd := p.command("launch", "--root", filepath.Join(locked, "root"))
	if os.Geteuid() == 0 {
		// Nothing is refused to root.
		allow(t, p.dir, p.exe)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	got := finish(t, cmd)
	if code := line[errorLine](t, got.stdout, wordError).Code; got.code != 1 || code != failure.Permission {
		t.Errorf("exit code %d: %s", got.code, got.stdout)
	}
}

func TestARootOfAnotherUserIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can make a directory of another user")
	}
	p := newPlace(t)
	if err := os.Mkdir(p.root, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(p.root, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	got := p.run("launch", "--root", p.root)
	if code := line[errorLine](t, got.stdout, wordError).Code; got.code != 1 || code != failure.BadRoot {
		t.Errorf("exit code %d: %s", got.code, got.stdout)
	}
}

const nobody = 65534

func allow(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
