package server

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// work registers a workspace in a directory below home.
func (s *testStub) work(id, name string) workspace.Workspace {
	s.t.Helper()
	dir := filepath.Join(s.home, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	var w workspace.Workspace
	s.call("POST", "/experimental/workspace", map[string]any{"id": id, "directory": dir, "projectID": "project-" + name}, http.StatusOK, &w)
	return w
}

func (s *testStub) open(workspaceID string) session.Info {
	s.t.Helper()
	var info session.Info
	s.call("POST", "/session?workspace="+workspaceID, map[string]any{"title": "t"}, http.StatusOK, &info)
	return info
}

func (s *testStub) history(workspaceID string, since map[string]int64) []session.HistoryEvent {
	s.t.Helper()
	var list []session.HistoryEvent
	s.call("POST", "/sync/history?workspace="+workspaceID, since, http.StatusOK, &list)
	return list
}

type shellAnswer struct {
	Info  map[string]any `json:"info"`
	Parts []struct {
		ID    string `json:"id"`
		State struct {
			Status   string         `json:"status"`
			Output   string         `json:"output"`
			Error    string         `json:"error"`
			Metadata map[string]any `json:"metadata"`
		} `json:"state"`
	} `json:"parts"`
}

func TestASessionBelongsToItsWorkspace(t *testing.T) {
	s := newStub(t)
	w := s.work("wrk_a", "a")
	s.work("wrk_b", "b")
	info := s.open("wrk_a")
	if info.WorkspaceID != "wrk_a" || info.ProjectID != "project-a" || info.Directory != w.Directory || info.Version != "1.2.3" {
		t.Errorf("got %+v", info)
	}
}

func TestShellAnswersItsOutputAndTheFence(t *testing.T) {
	s := newStub(t)
	w := s.work("wrk_a", "a")
	info := s.open("wrk_a")
	var got shellAnswer
	header := s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"agent": "build", "command": "echo hi; pwd"}, http.StatusOK, &got)
	want := "hi\n" + w.Directory + "\n"
	if got.Parts[0].State.Status != "completed" || got.Parts[0].State.Output != want || got.Parts[0].State.Metadata["output"] != want {
		t.Errorf("got %+v", got)
	}
	events := s.history("wrk_a", nil)
	last := events[len(events)-1].Seq
	if fence := header.Get("X-Opencode-Sync"); fence != fmt.Sprintf(`{"%s":%d}`, info.ID, last) {
		t.Errorf("fence %s, last event %d", fence, last)
	}
}

func TestDurableEventsAreNumberedWithoutGaps(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"agent": "build", "command": "echo hi"}, http.StatusOK, nil)
	events := s.history("wrk_a", nil)
	for i, e := range events {
		if e.Seq != int64(i) || e.AggregateID != info.ID || !strings.HasSuffix(e.Type, ".1") {
			t.Fatalf("event %d is %+v", i, e)
		}
	}
	if events[0].Type != "session.created.1" || len(events) < 7 {
		t.Errorf("got %d events, the first %s", len(events), events[0].Type)
	}
	if rest := s.history("wrk_a", map[string]int64{info.ID: 2}); len(rest) != len(events)-3 || rest[0].Seq != 3 {
		t.Errorf("after 2 got %d of %d", len(rest), len(events))
	}
}

func TestHistoryIsOfOneWorkspace(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	s.work("wrk_b", "b")
	s.open("wrk_a")
	if got := s.history("wrk_b", nil); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestMessagesAreInTheOrderOfTheirIds(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	for i := range 2 {
		s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"command": fmt.Sprint("echo ", i)}, http.StatusOK, nil)
	}
	var list []shellAnswer
	s.call("GET", "/session/"+info.ID+"/message", nil, http.StatusOK, &list)
	roles := ""
	for _, m := range list {
		roles += fmt.Sprint(m.Info["role"], " ")
	}
	if roles != "user assistant user assistant " || list[3].Parts[0].State.Output != "1\n" {
		t.Errorf("got %s %+v", roles, list)
	}
	s.call("GET", "/session/"+info.ID+"/message?limit=1", nil, http.StatusOK, &list)
	if len(list) != 1 || list[0].Parts[0].State.Output != "1\n" {
		t.Errorf("the newest one is %+v", list)
	}
}

func TestADeletedSessionIsGone(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	s.call("DELETE", "/session/"+info.ID, nil, http.StatusOK, nil)
	s.failure("GET", "/session/"+info.ID, nil, http.StatusNotFound, "NotFoundError", "not_found")
	if events := s.history("wrk_a", nil); len(events) != 0 {
		t.Errorf("history %v", events)
	}
}

func TestReplayedEventsAreTakenOverOnce(t *testing.T) {
	s, other := newStub(t), newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	var replayed []map[string]any
	for _, e := range s.history("wrk_a", nil) {
		replayed = append(replayed, map[string]any{"id": e.ID, "aggregateID": e.AggregateID, "seq": e.Seq, "type": e.Type, "data": e.Data})
	}
	for range 2 {
		other.call("POST", "/sync/replay", map[string]any{"directory": "/x", "events": replayed}, http.StatusOK, nil)
	}
	var got session.Info
	other.call("GET", "/session/"+info.ID, nil, http.StatusOK, &got)
	if got.Title != info.Title || len(other.history("", nil)) != 1 {
		t.Errorf("got %+v", got)
	}
	replayed[0]["seq"] = 5
	other.failure("POST", "/sync/replay", map[string]any{"events": replayed}, http.StatusConflict, "ConflictError", "sync_gap")
}
