package server

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
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
	got := s.run(exec.Spec{Command: "cat '" + letter + "'"})
	if text := textOf(got); got.last()["exitCode"] != 1.0 || strings.Contains(text, "SECRET") || !strings.Contains(text, "[orssh: ") || !strings.Contains(text, letter) {
		t.Errorf("%v: %s", got.last(), text)
	}
	got = s.run(exec.Spec{Command: "cat '" + letter + "'", Terms: sandbox.Terms{Enforcement: sandbox.Off}})
	if !strings.Contains(textOf(got), "SECRET") {
		t.Errorf("off: %s", textOf(got))
	}
}

func TestACommandDoesNotReachTheStubsOwnFolder(t *testing.T) {
	held(t)
	s := newStub(t)
	got := s.run(exec.Spec{Command: "ls '" + s.state + "'; touch '" + s.state + "/x'", Terms: sandbox.Terms{Enforcement: sandbox.Required}})
	if _, err := os.Lstat(filepath.Join(s.state, "x")); err == nil || strings.Contains(textOf(got), "sessions") {
		t.Error(textOf(got))
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

func textOf(t *transcript) string { return string(t.stdout) + string(t.stderr) }
