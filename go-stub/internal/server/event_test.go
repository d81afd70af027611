package server

import (
	"fmt"
	"net/http"
	"testing"
)

func (s *testStub) say(n int) {
	s.t.Helper()
	for i := range n {
		s.server.announce("", "test", map[string]any{"n": i})
	}
}

func TestAReaderThatComesBackMissesNothing(t *testing.T) {
	s := newStub(t)
	first := s.listen("/global/event", "")
	first.until("server.connected")
	s.say(3)
	last := first.until("test").id
	second := s.listen("/global/event", last)
	second.until("server.connected")
	for i := 1; i < 3; i++ {
		if f, _ := second.next(); f.kind != "test" || f.id != fmt.Sprintf("inst1.%d", i+1) {
			t.Fatalf("got %s %s", f.kind, f.id)
		}
	}
}

func TestAGapIsSaid(t *testing.T) {
	s := newStub(t)
	s.say(5000)
	events := s.listen("/global/event", "inst1.1")
	gap := events.until("stub.gap")
	if first, _ := events.next(); first.kind != "test" || first.id != "inst1.905" {
		t.Errorf("after %s came %s %s", gap.data, first.kind, first.id)
	}
}

func TestEventsOfAnotherWorkspaceAreNotShown(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	s.work("wrk_b", "b")
	events := s.listen("/global/event?workspace=wrk_b", "")
	events.until("server.connected")
	s.open("wrk_a")
	want := s.open("wrk_b")
	f := events.until("session.created")
	if !contains(f.data, want.ID) {
		t.Errorf("got %s", f.data)
	}
}

func TestBareEventsHaveNoSyncFrames(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	events := s.listen("/event", "")
	events.until("server.connected")
	s.open("wrk_a")
	s.say(1)
	for _, want := range []string{"session.created", "test"} {
		if f, _ := events.next(); f.kind != want {
			t.Errorf("got %s", f.kind)
		}
	}
}

func TestEventsOfTenMegabytesOfShellOutputStayInProportion(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	events := s.listen("/global/event", "")
	events.until("server.connected")
	counted := make(chan int)
	go func() {
		sum := 0
		for {
			f, ok := events.next()
			if sum += len(f.data); !ok || f.kind == "session.idle" {
				counted <- sum
				return
			}
		}
	}()
	const size = 10 << 20
	command := fmt.Sprintf("i=0; while [ $i -lt %d ]; do echo %01023d; i=$((i+1)); done", size>>10, 7)
	s.call("POST", "/session/"+info.ID+"/shell", map[string]any{"command": command}, http.StatusOK, nil)
	if got := <-counted; got > 2*size || got < 1<<10 {
		t.Errorf("%d bytes of output were %d bytes of events", size, got)
	}
}
