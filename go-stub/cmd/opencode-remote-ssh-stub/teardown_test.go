package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestStopEndsCommandsAndStreams(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	events := p.open(at, http.MethodGet, "/global/event", "")
	defer func() { _ = events.Body.Close() }()
	// The shell ignores SIGTERM, so only SIGKILL ends it; its child is in its group.
	created := p.open(at, http.MethodPost, "/stub/v1/exec", `{"command":"trap '' TERM; sleep 1000 & echo up; wait; wait","cwd":"~"}`)
	defer func() { _ = created.Body.Close() }()
	var command struct{ PID int }
	if err := json.NewDecoder(created.Body).Decode(&command); err != nil || command.PID == 0 {
		t.Fatalf("%s: %+v, %v", created.Status, command, err)
	}
	if got := p.stop(); got.Killed {
		t.Errorf("the stub did not end by itself: %+v", got)
	}
	// ends fails unless the last chunk arrived: a cut stream is an error.
	if stream := string(ends(t, events.Body)); !strings.Contains(stream, "server.connected") {
		t.Errorf("events: %s", stream)
	}
	if !gone(command.PID) {
		t.Error("the command still runs")
	}
}
