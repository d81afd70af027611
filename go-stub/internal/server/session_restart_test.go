package server

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

func TestSessionsSurviveARestart(t *testing.T) {
	home, stateDir := t.TempDir(), t.TempDir()
	var info session.Info
	t.Run("first", func(t *testing.T) {
		s := startStub(t, home, stateDir)
		s.work("wrk_a", "a")
		info = s.open("wrk_a")
		s.call("PATCH", "/session/"+info.ID, map[string]any{"title": "renamed"}, http.StatusOK, nil)
	})
	s := startStub(t, home, stateDir)
	var got session.Info
	s.call("GET", "/session/"+info.ID, nil, http.StatusOK, &got)
	if got.Title != "renamed" || got.WorkspaceID != "wrk_a" {
		t.Errorf("got %+v", got)
	}
	if events := s.history("wrk_a", nil); len(events) != 2 {
		t.Errorf("history %v", events)
	}
}

func TestADamagedTailIsSetAsideAndTheRestServed(t *testing.T) {
	home, stateDir := t.TempDir(), t.TempDir()
	var info session.Info
	t.Run("first", func(t *testing.T) {
		s := startStub(t, home, stateDir)
		s.work("wrk_a", "a")
		info = s.open("wrk_a")
		s.call("PATCH", "/session/"+info.ID, map[string]any{"title": "renamed"}, http.StatusOK, nil)
	})
	file := filepath.Join(stateDir, "sessions", info.ID+".jsonl")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first := bytes.IndexByte(data, '\n') + 1
	if err := os.WriteFile(file, data[:first+20], 0o600); err != nil {
		t.Fatal(err)
	}
	s := startStub(t, home, stateDir)
	var health Health
	s.call("GET", "/global/health", nil, http.StatusOK, &health)
	if len(health.Stub.Damaged) != 1 || !strings.Contains(health.Stub.Damaged[0].Path, info.ID) {
		t.Fatalf("reported %v", health.Stub.Damaged)
	}
	if aside, err := os.ReadFile(health.Stub.Damaged[0].Path); err != nil || string(aside) != string(data[first:first+20]) {
		t.Errorf("set aside %q, %v", aside, err)
	}
	var changed session.Info
	s.call("PATCH", "/session/"+info.ID, map[string]any{"title": "again"}, http.StatusOK, &changed)
	events := s.history("wrk_a", nil)
	if len(events) != 2 || events[1].Seq != 1 || changed.Title != "again" {
		t.Errorf("history %v", events)
	}
}

func TestAShellThatACrashEndedIsRecordedAsFailed(t *testing.T) {
	home, stateDir := t.TempDir(), t.TempDir()
	var info session.Info
	t.Run("first", func(t *testing.T) {
		s := startStub(t, home, stateDir)
		s.work("wrk_a", "a")
		info = s.open("wrk_a")
		s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "true"}, http.StatusOK, nil)
	})
	file := filepath.Join(stateDir, "sessions", info.ID+".jsonl")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	if err := os.WriteFile(file, bytes.Join(lines[:5], nil), 0o600); err != nil { // up to the running part
		t.Fatal(err)
	}
	s := startStub(t, home, stateDir)
	var list []shellAnswer
	s.call("GET", "/session/"+info.ID+"/message", nil, http.StatusOK, &list)
	if len(list) != 2 || list[1].Parts[0].State.Status != "error" || list[1].Info["time"].(map[string]any)["completed"] == nil {
		t.Errorf("got %+v", list)
	}
	s.listen("/global/event", "other.7").until("session.idle")
	live := s.listen("/global/event", "")
	live.until("message.part.updated")
	live.until("session.status")
	s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"command": "true"}, http.StatusOK, nil)
	again := s.listen("/global/event", "")
	s.call("PATCH", "/session/"+info.ID, map[string]any{"title": "t2"}, http.StatusOK, nil)
	for frame, ok := again.next(); ok && frame.kind != "session.updated"; frame, ok = again.next() {
		if frame.kind != "server.connected" {
			t.Errorf("once it ran again a reader is still told %s", frame.data)
		}
	}
}
