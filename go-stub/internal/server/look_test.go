package server

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// beside is a folder outside of the home, with files in it.
func beside(t *testing.T, names ...string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestACommandIsAskedAboutByWhatItTouches(t *testing.T) {
	s := newStub(t)
	out := beside(t, "a", "b")
	if err := os.Symlink(out, filepath.Join(s.home, "link")); err != nil {
		t.Fatal(err)
	}
	for command, want := range map[string]string{
		"cat link/a":                            "read " + out + "/a",
		"cat " + out + "/a > " + out + "/b":     "edit " + out + "/b, read " + out + "/a",
		"cd link && rm a":                       "read " + out + "/, edit " + out + "/a",
		"echo 'cat " + out + "/a' | sh":         "read " + out + "/a",
		"x=" + out + "; cat $x/a \"$(unseen)\"": "read " + out + "/a; unknown $(unseen)",
	} {
		s.failure("POST", "/stub/v1/exec", exec.Spec{Command: command, OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
		var list []policy.Request
		s.call("GET", "/permission", nil, http.StatusOK, &list)
		last := list[len(list)-1]
		if got := inShort(last.Metadata.Touches, last.Metadata.Unknown); got != want {
			t.Errorf("%s: got %s", command, got)
		}
		if last.Metadata.Command != command {
			t.Errorf("asked about %q", last.Metadata.Command)
		}
	}
}

func inShort(touches []policy.Wanted, unknown []string) string {
	parts := []string{}
	for _, touch := range touches {
		text := touch.Access.String() + " " + touch.Path
		if touch.Tree {
			text += "/"
		}
		parts = append(parts, text)
	}
	text := strings.Join(parts, ", ")
	if len(unknown) > 0 {
		text += "; unknown " + strings.Join(unknown, ", ")
	}
	return text
}

func TestWhatALookSaysIsWhatACommandNeeds(t *testing.T) {
	s := newStub(t)
	out := beside(t, "a", "b")
	command := "cat " + out + "/a; echo x > " + out + "/b; echo x > " + out + "/new"
	var got CommandLook
	s.call("POST", "/stub/v1/command/look", map[string]any{"command": command}, http.StatusOK, &got)
	if short := inShort(got.Touches, got.Unknown); short != "read "+out+"/a, edit "+out+"/b, edit "+out+"/new" {
		t.Errorf("got %s", short)
	}
	if len(got.Patterns) != 1 || got.Patterns[0] != out+"/*" || strings.Join(got.Programs, " ") != "cat echo" {
		t.Errorf("got %+v", got)
	}
	ran := s.run(exec.Spec{Command: command, OnDenied: "fail", Allow: got.Allow})
	if string(ran.stdout) != "a\n" || ran.last()["exitCode"] != 0.0 {
		t.Errorf("got %q %v", ran.stdout, ran.last())
	}
	s.call("POST", "/stub/v1/command/look", map[string]any{"command": command, "allow": got.Allow}, http.StatusOK, &got)
	if len(got.Touches) != 0 || len(got.Patterns) != 0 {
		t.Errorf("what is allowed is asked for: %+v", got)
	}
}

func TestALookRunsNothing(t *testing.T) {
	s := newStub(t)
	var got CommandLook
	s.call("POST", "/stub/v1/command/look", map[string]any{"command": "touch ran; $(touch ran)"}, http.StatusOK, &got)
	if _, err := os.Lstat(filepath.Join(s.home, "ran")); err == nil {
		t.Error("it was run")
	}
	s.call("POST", "/stub/v1/command/look", map[string]any{"command": "echo 'open"}, http.StatusOK, &got)
	if got.Error == "" || len(got.Unknown) == 0 {
		t.Errorf("got %+v", got)
	}
	s.failure("POST", "/stub/v1/command/look", map[string]any{"command": ""}, http.StatusBadRequest, "BadRequestError", "invalid_field")
}

func TestALookRefusesWhatNoApprovalOpens(t *testing.T) {
	s := newStub(t)
	s.failure("POST", "/stub/v1/command/look", map[string]any{"command": "cat " + s.state + "/token"}, http.StatusForbidden, "ForbiddenError", "stub_folder")
}

func TestASecretIsAskedForByItsName(t *testing.T) {
	s := newStub(t)
	if err := os.WriteFile(filepath.Join(s.home, ".env"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	var got CommandLook
	s.call("POST", "/stub/v1/command/look", map[string]any{"command": "cat .env"}, http.StatusOK, &got)
	if len(got.Touches) != 1 || !got.Touches[0].Secret || got.Warning == "" || got.Patterns[0] != s.home+"/.env" {
		t.Errorf("got %+v", got)
	}
	if ran := s.run(exec.Spec{Command: "cat .env", OnDenied: "fail", Allow: policy.AllowAll("~/.env")}); string(ran.stdout) != "x" {
		t.Errorf("%q %v", ran.stdout, ran.last())
	}
}

func TestAProgramWithoutAShellIsLookedAt(t *testing.T) {
	s := newStub(t)
	out := beside(t, "a")
	s.failure("POST", "/stub/v1/exec", exec.Spec{Argv: []string{"cat", out + "/a"}, OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	if got := s.run(exec.Spec{Argv: []string{"echo", out + "/a"}, OnDenied: "fail"}); got.last()["exitCode"] != 0.0 {
		t.Errorf("got %v", got.last())
	}
}
