package crowd

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// house makes connections that know whether they are closed.
type house struct {
	t   *testing.T
	c   *Crowd
	log *strings.Builder
}

type visitor struct {
	net.Conn
	ctx    context.Context
	closed bool
}

func (v *visitor) Close() error {
	v.closed = true
	return v.Conn.Close()
}

func open(t *testing.T, limits Limits) house {
	log := &strings.Builder{}
	return house{t, New(limits, slog.New(slog.NewTextHandler(log, nil))), log}
}

func (d house) enter() *visitor {
	d.t.Helper()
	here, there := net.Pipe()
	d.t.Cleanup(func() { _, _ = here.Close(), there.Close() })
	v := &visitor{Conn: here}
	v.ctx = d.c.Enter(d.t.Context(), v)
	d.c.Changed(v, http.StateNew)
	return v
}

func (d house) known() *visitor {
	d.t.Helper()
	v := d.enter()
	d.c.Changed(v, http.StateActive)
	if err := d.c.Know(v.ctx); err != nil {
		d.t.Fatal(err)
	}
	return v
}

func TestTheOldestStrangerGivesWay(t *testing.T) {
	d := open(t, Limits{Strangers: 3, Known: 2})
	friend := d.known()
	one, two, three := d.enter(), d.enter(), d.enter()
	four := d.enter()
	if !one.closed || two.closed || three.closed || four.closed || friend.closed {
		t.Error(one.closed, two.closed, three.closed, four.closed, friend.closed)
	}
	for range 1000 {
		d.enter()
	}
	if all, known := d.c.Count(); all != 4 || known != 1 || friend.closed {
		t.Errorf("%d are open, %d of them known", all, known)
	}
	if !strings.Contains(d.log.String(), "without the token") {
		t.Error(d.log.String())
	}
}

func TestAnIdleConnectionGivesWayAndABusyOneDoesNot(t *testing.T) {
	d := open(t, Limits{Strangers: 3, Known: 2})
	busy, idle := d.known(), d.known()
	d.c.Changed(idle, http.StateIdle)
	again := d.known()
	if busy.closed || !idle.closed || again.closed {
		t.Error(busy.closed, idle.closed, again.closed)
	}
	late := d.enter()
	err := d.c.Know(late.ctx)
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Unavailable || f.Code != "too_many_connections" {
		t.Error(err)
	}
	d.c.Changed(again, http.StateClosed)
	if err := d.c.Know(late.ctx); err != nil {
		t.Error(err)
	}
	if err := d.c.Know(late.ctx); err != nil {
		t.Errorf("a second request: %v", err)
	}
}

func TestAConnectionOfAWebSocketEndsWithItsRequest(t *testing.T) {
	d := open(t, Limits{Strangers: 3, Known: 1})
	terminal := d.known()
	d.c.Leave(terminal.ctx)
	if all, _ := d.c.Count(); all != 1 {
		t.Error("an ordinary request ended its connection")
	}
	d.c.Changed(terminal, http.StateHijacked)
	if err := d.c.Know(d.enter().ctx); err == nil {
		t.Error("it does not count")
	}
	d.c.Leave(terminal.ctx)
	if _, known := d.c.Count(); known != 0 {
		t.Errorf("%d are known", known)
	}
}

func TestLimitsLeaveDescriptorsToCommands(t *testing.T) {
	for descriptors, want := range map[uint64]Limits{64: {8, 16}, 1024: {64, 256}, 4096: {256, 1024}, 1 << 20: {512, 2048}, 1 << 63: {512, 2048}} {
		if got := LimitsOf(descriptors); got != want {
			t.Errorf("%d: %+v", descriptors, got)
		}
		if got := LimitsOf(descriptors); uint64(2*got.Strangers+got.Known) > descriptors*3/4 {
			t.Errorf("%d: %+v", descriptors, got)
		}
	}
	if Descriptors() == 0 {
		t.Error("none")
	}
}
