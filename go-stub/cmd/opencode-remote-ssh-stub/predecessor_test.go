package main

import (
	"encoding/json"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func TestLaunchTellsHowThePredecessorEnded(t *testing.T) {
	cases := map[life.Predecessor]func(p place, last readyLine){
		life.Clean: func(p place, _ readyLine) {
			p.run("stop", "--root", p.root)
		},
		life.Crashed: func(p place, last readyLine) {
			crash(p.t, last.PID)
		},
		life.PIDReused: func(p place, last readyLine) {
			crash(p.t, last.PID)
			p.editRecord(func(r map[string]any) { r["pid"] = os.Getpid() })
		},
		life.PreviousBoot: func(p place, last readyLine) {
			crash(p.t, last.PID)
			p.editRecord(func(r map[string]any) { r["bootID"] = "00000000-0000-0000-0000-000000000000" })
		},
	}
	for want, end := range cases {
		t.Run(string(want), func(t *testing.T) {
			p := newPlace(t)
			first := p.launch()
			end(p, first)
			second := p.launch()
			if second.Predecessor != want || second.Adopted || second.PID == first.PID {
				t.Errorf("predecessor %q (%+v), want %q", second.Predecessor, second, want)
			}
			if !strings.Contains(p.read("log", "stub.log"), "predecessor="+string(want)) {
				t.Error("the log does not tell")
			}
		})
	}
}

// crash ends the process as the kernel would, and waits until it is gone.
func crash(t *testing.T, pid int) {
	t.Helper()
	kill(t, pid, syscall.SIGKILL)
	eventually(t, "the process is gone", func() bool { return gone(pid) })
}

func (p place) editRecord(change func(map[string]any)) {
	p.t.Helper()
	var record map[string]any
	if err := json.Unmarshal([]byte(p.read("run", "stub.pid")), &record); err != nil {
		p.t.Fatal(err)
	}
	change(record)
	data, err := json.Marshal(record)
	if err == nil {
		err = os.WriteFile(p.path("run", "stub.pid"), data, 0o600)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}
