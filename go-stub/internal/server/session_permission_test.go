package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

// abroad is a session whose directory its workspace does not grant any more.
func (s *testStub) abroad() session.Info {
	s.t.Helper()
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	s.work("wrk_b", "b")
	other := s.home + "/b"
	s.call("POST", "/experimental/workspace", map[string]any{"id": "wrk_a", "directory": other, "projectID": "project-a"}, http.StatusOK, nil)
	return info
}

// pwd runs that as a shell command, and answers how it went once it is over.
func (s *testStub) pwd(sessionID string) <-chan shellAnswer {
	answer := make(chan shellAnswer, 1)
	go func() {
		var got shellAnswer
		s.call("POST", "/session/"+sessionID+"/shell", map[string]any{"command": "pwd"}, http.StatusOK, &got)
		answer <- got
	}()
	return answer
}

func TestAShellOutsideOfItsWorkspaceRunsOnceAlwaysOrNot(t *testing.T) {
	s := newStub(t)
	info := s.abroad()
	respond := func(id, response string) {
		s.call("POST", "/session/"+info.ID+"/permissions/"+id, map[string]any{"response": response}, http.StatusOK, nil)
	}
	for _, one := range []struct {
		status, output string
		reply          func(id string)
	}{
		{"error", "", func(id string) {
			s.call("POST", "/permission/"+id+"/reply", map[string]any{"reply": "reject", "message": "not there"}, http.StatusOK, nil)
		}},
		{"completed", info.Directory + "\n", func(id string) { respond(id, "once") }},
		{"completed", info.Directory + "\n", func(id string) { respond(id, "always") }},
	} {
		answer := s.pwd(info.ID)
		asked := s.asked()
		if asked.SessionID != info.ID || asked.Metadata.Command != "pwd" {
			t.Errorf("asked %+v", asked)
		}
		one.reply(asked.ID)
		got := <-answer
		state := got.Parts[0].State
		if state.Status != one.status || state.Output != one.output || one.status == "error" && !strings.Contains(state.Error, "not there") {
			t.Errorf("got %+v", state)
		}
	}
	if got := <-s.pwd(info.ID); got.Parts[0].State.Status != "completed" {
		t.Errorf("after always: %+v", got.Parts[0].State)
	}
}

func TestAShellThatIsAskedAboutCanBeAborted(t *testing.T) {
	s := newStub(t)
	info := s.abroad()
	answer := s.pwd(info.ID)
	s.asked()
	s.call("POST", "/session/"+info.ID+"/abort", nil, http.StatusOK, nil)
	if got := <-answer; got.Parts[0].State.Status != "completed" || !strings.Contains(got.Parts[0].State.Output, "aborted") {
		t.Errorf("got %+v", got.Parts[0].State)
	}
	eventually(t, "the question is withdrawn", func() bool { return len(s.server.policy.List("")) == 0 })
}

func TestAnUnknownPermissionIsNotFound(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	for _, path := range []string{"/permission/per_none/reply", "/session/" + info.ID + "/permissions/per_none", "/question/que_none/reply"} {
		s.failure("POST", path, map[string]any{"reply": "once", "response": "once"}, http.StatusNotFound, "NotFoundError", "not_found")
	}
}
