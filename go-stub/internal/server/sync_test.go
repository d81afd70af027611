package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

// warp replays a session of another machine's project, in pieces as OpenCode
// does, and steals it for the workspace.
func (s *testStub) warp(from *testStub, sessionID, workspaceID string) int64 {
	s.t.Helper()
	var last int64
	for _, e := range from.history("", nil) {
		event := map[string]any{"id": e.ID, "aggregateID": e.AggregateID, "seq": e.Seq, "type": e.Type, "data": e.Data}
		s.call("POST", "/sync/replay?workspace="+workspaceID, map[string]any{"directory": "", "events": []any{event}}, http.StatusOK, nil)
		last = e.Seq
	}
	s.call("POST", "/sync/steal?workspace="+workspaceID, map[string]any{"sessionID": sessionID}, http.StatusOK, nil)
	return last
}

func TestAStolenSessionGoesOnInTheWorkspace(t *testing.T) {
	local, s := newStub(t), newStub(t)
	local.work("wrk_local", "local")
	w := s.work("wrk_a", "a")
	info := local.open("wrk_local")
	local.call("POST", "/session/"+info.ID+"/message", say("hello"), http.StatusOK, nil)
	live := s.listen("/global/event", "")
	var shell shellAnswer
	last := s.warp(local, info.ID, "wrk_a")
	var got session.Info
	s.call("GET", "/session/"+info.ID, nil, http.StatusOK, &got)
	if got.WorkspaceID != "wrk_a" || got.ProjectID != "project-a" || got.Directory != w.Directory {
		t.Errorf("got %+v", got)
	}
	s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "pwd"}, http.StatusOK, &shell)
	// The number after the last is what OpenCode itself gives to the change of workspace.
	frame := live.until("sync:message.updated.1")
	var told struct {
		Payload struct {
			SyncEvent struct{ Seq int64 } `json:"syncEvent"`
		} `json:"payload"`
	}
	if err := json.Unmarshal(frame.data, &told); err != nil {
		t.Fatal(err)
	}
	if told.Payload.SyncEvent.Seq != last+2 {
		t.Errorf("told of %d after %d", told.Payload.SyncEvent.Seq, last)
	}
	if output := shell.Parts[0].State.Output; output != w.Directory+"\n" {
		t.Errorf("it ran in %s", output)
	}
}

func TestHistoryNamesNoProjectOfAnotherMachine(t *testing.T) {
	local, s := newStub(t), newStub(t)
	local.work("wrk_local", "local")
	s.work("wrk_a", "a")
	info := local.open("wrk_local")
	local.call("PATCH", "/session/"+info.ID, map[string]any{"title": "t2"}, http.StatusOK, nil)
	s.warp(local, info.ID, "wrk_a")
	if all := s.history("wrk_a", nil); len(all) != 0 {
		t.Errorf("an OpenCode that does not count the session as the workspace's got %d events", len(all))
	}
	events := s.history("wrk_a", map[string]int64{info.ID: 0})
	if len(events) != 2 {
		t.Fatalf("got %d events", len(events))
	}
	for _, e := range events {
		if text := string(e.Data); strings.Contains(text, "project-local") || strings.Contains(text, "wrk_local") || !strings.Contains(text, `"project-a"`) {
			t.Errorf("got %s", text)
		}
	}
}

func TestTheSameWarpAgainChangesNothing(t *testing.T) {
	local, s := newStub(t), newStub(t)
	local.work("wrk_local", "local")
	s.work("wrk_a", "a")
	info := local.open("wrk_local")
	s.warp(local, info.ID, "wrk_a")
	before := s.history("wrk_a", map[string]int64{info.ID: -1})
	s.warp(local, info.ID, "wrk_a")
	if after := s.history("wrk_a", map[string]int64{info.ID: -1}); len(after) != len(before) {
		t.Errorf("%d events, then %d", len(before), len(after))
	}
}
