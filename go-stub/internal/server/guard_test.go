package server

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

// held skips where the kernel does not hold commands.
func held(t *testing.T) {
	t.Helper()
	if level := sandbox.Current(); !level.Enforced {
		t.Skip(level.Why)
	}
}

func TestACommandDoesNotReachWhatNobodyApproved(t *testing.T) {
	held(t)
	s := newStub(t)
	letter := filepath.Join(t.TempDir(), "letter")
	if err := os.WriteFile(letter, []byte("SECRET"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.home, "where"), []byte(letter), 0o600); err != nil {
		t.Fatal(err)
	}
	const command = `cat "$(cat where)"` // its text does not say what it reads
	got := s.run(exec.Spec{Command: command})
	if text := textOf(got); got.last()["exitCode"] != 1.0 || strings.Contains(text, "SECRET") || !strings.Contains(text, "[orssh: ") || !strings.Contains(text, letter) {
		t.Errorf("%v: %s", got.last(), text)
	}
	got = s.run(exec.Spec{Command: command, Terms: sandbox.Terms{Enforcement: sandbox.Off}})
	if !strings.Contains(textOf(got), "SECRET") {
		t.Errorf("off: %s", textOf(got))
	}
}

func TestACommandDoesNotReachTheStubsOwnFolder(t *testing.T) {
	held(t)
	s := newStub(t)
	if err := os.WriteFile(filepath.Join(s.home, "where"), []byte(s.state), 0o600); err != nil {
		t.Fatal(err)
	}
	const command = `ls "$(cat where)"; touch "$(cat where)/x"`
	got := s.run(exec.Spec{Command: command, Terms: sandbox.Terms{Enforcement: sandbox.Required}})
	if _, err := os.Lstat(filepath.Join(s.state, "x")); err == nil || strings.Contains(textOf(got), "sessions") {
		t.Error(textOf(got))
	}
}

func TestWhatOfASecretIsNamedIsOpenAndNothingElse(t *testing.T) {
	held(t)
	if sandbox.Current().Mounts == sandbox.NoMounts {
		t.Skip("no private mounts")
	}
	s := newStub(t)
	for name, text := range map[string]string{".ssh/config": "CONFIG", ".ssh/keys/id": "KEY", "where": ".ssh/config .ssh/keys/id"} {
		path := filepath.Join(s.home, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for named, want := range map[string]string{"~/.ssh/config": "CONFIG", "~/.ssh/keys/*": "KEY", "~/.ssh/*": "CONFIGKEY", "~/.ssh": ""} {
		got := s.run(exec.Spec{Command: `eval "cat $(cat where)" 2>/dev/null`, OnDenied: "fail", Allow: policy.AllowAll(named)})
		if string(got.stdout) != want {
			t.Errorf("%s: %v: %s", named, got.last(), textOf(got))
		}
	}
}

func TestASecretThatACommandMovesStaysHidden(t *testing.T) {
	held(t)
	if sandbox.Current().Mounts == sandbox.NoMounts {
		t.Skip("no private mounts")
	}
	s := newStub(t)
	s.plant(map[string]string{"a/.env": "SECRET", "b/.env": "SECRET", "where": "node_modules/a/.env c/.env"})
	for _, command := range []string{"mkdir node_modules && mv a node_modules/ && mv b c && ls", "cat $(cat where); true"} {
		if got := s.run(exec.Spec{Command: command, WorkspaceID: "wrk_app"}); got.last()["exitCode"] != 0.0 || strings.Contains(textOf(got), "SECRET") {
			t.Errorf("%s: %v: %s", command, got.last(), textOf(got))
		}
	}
}

func TestRequiredRunsNothingWhereTheKernelDoesNotHoldIt(t *testing.T) {
	s := newStub(t, unheld)
	data := s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "true", Terms: sandbox.Terms{Enforcement: sandbox.Required}}, http.StatusConflict, "ConflictError", "not_enforced")
	if message, _ := data["message"].(string); !strings.Contains(message, "the kernel has no Landlock") {
		t.Errorf("%v", data)
	}
	if got := s.run(exec.Spec{Command: "true"}); got.last()["exitCode"] != 0.0 {
		t.Errorf("best effort: %v", got.last())
	}
}

func TestADenialIsExplainedBesideOutputThatIsTheCommandsOwn(t *testing.T) {
	held(t)
	s := newStub(t)
	out := beside(t, "a")
	if err := os.WriteFile(filepath.Join(s.home, "where"), []byte(out+"/a"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, onFull := range []string{"block", "cut"} {
		got := s.run(exec.Spec{Command: `cat "$(cat where)"`, OnFull: onFull})
		hint, _ := got.last()["hint"].(string)
		said := string(got.stderr)
		if onFull == "block" && (!strings.Contains(hint, out+"/a") || strings.Contains(said, "orssh")) {
			t.Errorf("%q, %q", hint, said)
		}
		if onFull == "cut" && (hint != "" || !strings.Contains(said, "out of reach here: "+out+"/a")) {
			t.Errorf("%q, %q", hint, said)
		}
	}
}

func TestACommandThatIsNotHeldSaysWhyAsItStarts(t *testing.T) {
	s := newStub(t, unheld)
	if got := s.run(exec.Spec{Command: "true"}); got.of("start")["loose"] != "the kernel has no Landlock" {
		t.Errorf("%v", got.meta)
	}
	held(t)
	s = newStub(t)
	if got := s.run(exec.Spec{Command: "true"}); got.of("start")["loose"] != nil {
		t.Errorf("%v", got.meta)
	}
	got := s.run(exec.Spec{Command: "true", Terms: sandbox.Terms{Enforcement: sandbox.Off}})
	if why, _ := got.of("start")["loose"].(string); !strings.Contains(why, "off") {
		t.Errorf("%v", got.meta)
	}
}

func TestTemporaryFilesOfWorkspacesThatAreGoneAreRemoved(t *testing.T) {
	held(t)
	s := newStub(t)
	s.plant(map[string]string{"a": ""})
	known := strings.TrimSpace(string(s.run(exec.Spec{Command: "echo kept > $TMPDIR/f; echo $TMPDIR", WorkspaceID: "wrk_app"}).stdout))
	gone := filepath.Join(filepath.Dir(known), "wrk_gone")
	if err := os.MkdirAll(filepath.Join(gone, "shm"), 0o700); err != nil {
		t.Fatal(err)
	}
	startStub(t, s.home, s.state)
	if _, err := os.Lstat(gone); err == nil {
		t.Error("it is there")
	}
	if _, err := os.Lstat(filepath.Join(known, "f")); err != nil {
		t.Error(err)
	}
}

func textOf(t *transcript) string { return string(t.stdout) + string(t.stderr) }

func TestAWorkspaceThatIsTheHomeIsAdvisoryWithoutPrivateMounts(t *testing.T) {
	held(t)
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(home, ".stub")
	if err := os.Mkdir(own, 0o700); err != nil {
		t.Fatal(err)
	}
	s := startStub(t, home, own, func(c *Config) {
		c.Level = func() sandbox.Level {
			level := sandbox.Current()
			level.Mounts, level.Why = sandbox.NoMounts, "not held: secrets"
			return level
		}
	})
	if got := s.run(exec.Spec{Command: "echo hi > file && cat file"}); got.last()["exitCode"] != 0.0 {
		t.Errorf("%v: %s", got.last(), textOf(got))
	}
	data := s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "true", Terms: sandbox.Terms{Enforcement: sandbox.Required}}, http.StatusConflict, "ConflictError", "not_enforced")
	if message, _ := data["message"].(string); !strings.Contains(message, own) {
		t.Errorf("%v", data)
	}
	var health Health
	s.call("GET", "/global/health", nil, http.StatusOK, &health)
	if !strings.Contains(health.Stub.EnforcementWhy, own) {
		t.Error(health.Stub.EnforcementWhy)
	}
	folder := filepath.Join(home, "work")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for directory, advisory := range map[string]bool{home: true, folder: false} {
		var registered struct{ Advisory string }
		s.call("POST", "/experimental/workspace", map[string]any{"type": "ssh", "name": "x", "directory": directory, "projectID": "p"}, http.StatusOK, &registered)
		if (registered.Advisory != "") != advisory {
			t.Errorf("%s: %q", directory, registered.Advisory)
		}
	}
}
