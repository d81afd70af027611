package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

func TestAPatternDeniesWhatATextShows(t *testing.T) {
	s := newStub(t)
	terms := sandbox.Terms{Deny: []string{"shutdown *", "git push *--force*"}}
	for _, command := range []string{
		"shutdown", "shutdown -h now", "/sbin/shutdown now", "true && sudo shutdown", "bash -c 'shutdown now'", "x=shutdown; $x now",
		"git push --force", "git  push origin  --force", "echo $(shutdown)", "shutdown 'unclosed", "git -C . push --force",
		"sudo X=1 shutdown", "sudo --prompt p shutdown", "env - shutdown", "bash -euo pipefail -c shutdown", "trap -- shutdown EXIT", "true | xargs -i shutdown {}",
		"sh -s a <<E\nshutdown\nE", "chrt 5 shutdown", "( shutdown", "true && shutdown 'unclosed", "echo $(shutdown",
	} {
		data := s.failure("POST", "/stub/v1/exec", exec.Spec{Command: command, Terms: terms}, http.StatusForbidden, "ForbiddenError", "command_denied")
		if message, _ := data["message"].(string); !strings.Contains(message, data["pattern"].(string)) || !strings.Contains(message, "deny") {
			t.Errorf("%s: %v", command, data)
		}
	}
	s.failure("POST", "/stub/v1/exec", exec.Spec{Argv: []string{"shutdown", "now"}, Terms: terms}, http.StatusForbidden, "ForbiddenError", "command_denied")
	for _, command := range []string{"echo shutdown", "true 'git push' --force"} {
		if got := s.run(exec.Spec{Command: command, Terms: terms}); got.last()["exitCode"] != 0.0 {
			t.Errorf("%s: %v", command, got.last())
		}
	}
}

func TestALongTextHidesNothingThatIsDenied(t *testing.T) {
	s := newStub(t)
	terms := sandbox.Terms{Deny: []string{"shutdown *"}}
	many := ""
	for i := range 1000 {
		many += fmt.Sprintf("echo %d;", i)
	}
	for name, text := range map[string]string{
		"many commands": many, "more than is looked at": strings.Repeat("echo a\n", 80_000), "many words": "echo" + strings.Repeat(" x", 120_000) + "\n", "nested": strings.Repeat("(", 20_000),
	} {
		began := time.Now()
		s.failure("POST", "/stub/v1/exec", exec.Spec{Command: text + "shutdown now", Terms: terms}, http.StatusForbidden, "ForbiddenError", "command_denied")
		t.Logf("%s took %v", name, time.Since(began))
	}
}

func TestAWorkspaceDeniesByItsTerms(t *testing.T) {
	s := newStub(t)
	dir := t.TempDir()
	of := "wrk_strict"
	s.call("POST", "/experimental/workspace", map[string]any{"id": of, "directory": dir, "projectID": "p", "deny": []string{"touch *"}}, http.StatusOK, nil)
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "touch x", WorkspaceID: of}, http.StatusForbidden, "ForbiddenError", "command_denied")
	s.failure("POST", "/stub/v1/command/look?workspace="+of, map[string]any{"command": "touch x"}, http.StatusForbidden, "ForbiddenError", "command_denied")
	s.failure("POST", "/pty?workspace="+of, map[string]any{"command": "touch", "args": []string{"x"}}, http.StatusForbidden, "ForbiddenError", "command_denied")
	s.failure("POST", "/experimental/workspace", map[string]any{"directory": dir, "projectID": "p", "deny": []string{""}}, http.StatusBadRequest, "BadRequestError", "invalid_field")
}
