package server

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

func TestAPatternOfTheRequestAllowsItOnly(t *testing.T) {
	s, dir := newStub(t), outside(t)
	if got := s.run(exec.Spec{Command: "pwd", Cwd: dir, OnDenied: "fail", Allow: policy.AllowAll(dir + "/*")}); string(got.stdout) != dir+"\n" {
		t.Errorf("got %q", got.stdout)
	}
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: dir, OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
}

func TestASymlinkIsDecidedByWhereItLeads(t *testing.T) {
	s, dir := newStub(t), outside(t)
	if err := os.Symlink(dir, filepath.Join(s.home, "link")); err != nil {
		t.Fatal(err)
	}
	data := s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: "~/link", OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	if data["path"] != dir || s.asked().Metadata.Requested != "~/link" {
		t.Errorf("got %v", data)
	}
}

func TestEqualQuestionsAreOneRequest(t *testing.T) {
	s, dir := newStub(t), outside(t)
	first, id := s.pend(exec.Spec{Command: "echo 1", Cwd: dir})
	second, other := s.pend(exec.Spec{Command: "echo 1", Cwd: dir})
	if id != other {
		t.Fatalf("asked %s and %s", id, other)
	}
	s.reply(id, "once")
	if a, b := readFrames(t, first.Body), readFrames(t, second.Body); string(a.stdout)+string(b.stdout) != "1\n1\n" {
		t.Errorf("got %q and %q", a.stdout, b.stdout)
	}
}

func TestOnceIsForTheCommandThatWasShown(t *testing.T) {
	s, dir := newStub(t), outside(t)
	first, id := s.pend(exec.Spec{Command: "echo 1", Cwd: dir})
	second, other := s.pend(exec.Spec{Command: "echo 2", Cwd: dir})
	s.reply(id, "once")
	readFrames(t, first.Body)
	s.reply(other, "reject")
	if got := readFrames(t, second.Body); got.last()["type"] != "denied" {
		t.Errorf("got %v", got.meta)
	}
}

func TestAQuestionEndsWithItsCaller(t *testing.T) {
	s := newStub(t)
	events := s.listen("/global/event", "")
	res, id := s.pend(exec.Spec{Key: "k", Command: "pwd", Cwd: outside(t)})
	_ = res.Body.Close()
	events.until("permission.replied")
	s.failure("POST", "/permission/"+id+"/reply", map[string]any{"reply": "once"}, http.StatusNotFound, "NotFoundError", "not_found")
	eventually(t, "the command is forgotten", func() bool { return len(s.server.commands.List()) == 0 })
}

func TestAReplyThatIsNoneIsRefused(t *testing.T) {
	s := newStub(t)
	if data := s.failure("POST", "/permission/per_x/reply", map[string]any{"reply": "maybe"}, http.StatusBadRequest, "BadRequestError", "invalid_field"); data["field"] != "reply" {
		t.Errorf("got %v", data)
	}
}

func TestAHomeThatIsTheRootGrantsNothing(t *testing.T) {
	s := newStub(t, func(c *Config) { c.Home = "/" })
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "pwd", OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
}

func TestDamagedApprovalsAreSetAsideAndGrantNothing(t *testing.T) {
	home, stateDir, dir := outside(t), t.TempDir(), outside(t)
	if err := os.MkdirAll(filepath.Join(stateDir, "approvals"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(stateDir, "approvals", "wrk_home.json"), []byte(`[{"pattern":"/*"`), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startStub(t, home, stateDir)
	if len(s.damage.List()) != 1 {
		t.Errorf("reported %v", s.damage.List())
	}
	s.failure("POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: dir, OnDenied: "fail"}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
}

func TestARequestIsAnsweredInItsOwnWorkspaceAndSession(t *testing.T) {
	s, dir := newStub(t), outside(t)
	s.work("wrk_a", "a")
	s.work("wrk_b", "b")
	of, other := s.open("wrk_a"), s.open("wrk_a")
	res, id := s.pend(exec.Spec{Command: "echo 1", Cwd: dir, WorkspaceID: "wrk_a", SessionID: of.ID})
	always := map[string]any{"reply": "always", "response": "always"}
	for _, path := range []string{
		"/permission/" + id + "/reply?workspace=wrk_b", "/session/" + other.ID + "/permissions/" + id, "/api/session/" + other.ID + "/permission/" + id + "/reply",
		"/session/" + of.ID + "/permissions/" + id + "?workspace=wrk_b",
	} {
		s.failure("POST", path, always, http.StatusNotFound, "NotFoundError", "not_found")
	}
	if list := s.approvals(""); len(list) != 0 {
		t.Errorf("approved: %v", list)
	}
	s.call("POST", "/session/"+of.ID+"/permissions/"+id+"?workspace=wrk_a", map[string]any{"response": "once"}, http.StatusOK, nil)
	if got := readFrames(t, res.Body); string(got.stdout) != "1\n" {
		t.Errorf("got %q", got.stdout)
	}
}
