package server

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAbortEndsTheShell(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	answered := make(chan shellAnswer)
	go func() {
		var got shellAnswer
		defer func() { answered <- got }()
		res, err := s.client.Do(s.request("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "echo begun; sleep 100"}))
		if err == nil {
			defer func() { _ = res.Body.Close() }()
			_ = json.NewDecoder(res.Body).Decode(&got)
		}
	}()
	eventually(t, "the command runs", func() bool { return s.server.commands.Unfinished() == 1 })
	s.failure("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "true"}, http.StatusConflict, "ConflictError", "session_busy")
	s.call("POST", "/session/"+info.ID+"/abort", nil, http.StatusOK, nil)
	got := <-answered
	if len(got.Parts) != 1 || got.Parts[0].State.Status != "completed" || !strings.Contains(got.Parts[0].State.Output, "aborted") {
		t.Errorf("got %+v", got)
	}
}

func TestAShellInADirectoryThatIsGoneIsRecordedAsFailed(t *testing.T) {
	s := newStub(t)
	w := s.work("wrk_a", "a")
	info := s.open("wrk_a")
	if err := os.Remove(w.Directory); err != nil {
		t.Fatal(err)
	}
	var got shellAnswer
	s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "pwd"}, http.StatusOK, &got)
	if got.Parts[0].State.Status != "error" || !strings.Contains(got.Parts[0].State.Error, "does not exist") {
		t.Errorf("got %+v", got)
	}
}

func TestAShellWhoseCallerGoesAsItBeginsIsStillItsSessions(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	var all []string
	for i := range 24 {
		id := s.open("wrk_a").ID
		all = append(all, id)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*500*time.Microsecond)
		res, err := s.client.Do(s.request("POST", "/session/"+id+"/shell", map[string]any{"command": "exec sleep 100"}).WithContext(ctx))
		if err == nil {
			_ = res.Body.Close()
		}
		cancel()
	}
	eventually(t, "all are ended by their sessions", func() bool {
		for _, id := range all {
			s.call("POST", "/session/"+id+"/abort", nil, http.StatusOK, nil)
		}
		return s.server.commands.Unfinished() == 0
	})
}

func TestAShellThatCannotBeRecordedIsEnded(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	shell := s.request("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "until [ -e go ]; do sleep 0.02; done; seq 100000; sleep 100"})
	go func() {
		if res, err := s.client.Do(shell); err == nil {
			_ = res.Body.Close()
		}
	}()
	eventually(t, "the command runs", func() bool { return s.server.commands.Unfinished() == 1 })
	sessions := filepath.Join(s.state, "sessions")
	if err := os.Rename(sessions, sessions+".away"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.home, "a", "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the command ends", func() bool { return s.server.commands.Unfinished() == 0 })
}
