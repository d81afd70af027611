package lease

import (
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// desk is a table with a clock and commands of the test's own.
type desk struct {
	*Table
	t      testing.TB
	dir    string
	damage *state.Report

	mu      sync.Mutex
	clock   time.Time
	step    time.Duration // that the wall clock was set by
	lost    []Lost
	running []commandOf // unfinished
	ended   int
}

type commandOf struct {
	leaseID string
	by      *Holder
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), damage: &state.Report{}, clock: time.UnixMilli(1_800_000_000_000)}
	d.restart()
	t.Cleanup(func() { d.Close() })
	return d
}

// restart opens the table again from what is on disk.
func (d *desk) restart() {
	d.t.Helper()
	if d.Table != nil {
		d.Close()
	}
	table, err := Open(Config{
		StateDir: d.dir, Damage: d.damage, Log: slog.New(slog.DiscardHandler), Now: d.now, Commands: d,
		Announce: func(lost Lost) { d.lost = append(d.lost, lost) },
	})
	if err != nil {
		d.t.Fatal(err)
	}
	table.wall = func() int64 { return d.now().Add(d.step).UnixMilli() }
	d.Table = table
}

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.clock
}

func (d *desk) pass(time time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clock = d.clock.Add(time)
}

func (d *desk) CountUnfinished(of func(string, *Holder) bool) int {
	n := 0
	for _, c := range d.running {
		if !of(c.leaseID, c.by) {
			n++
		}
	}
	return n
}

func (d *desk) EndUnfinished(of func(string, *Holder) bool) int {
	var left []commandOf
	for _, c := range d.running {
		if of(c.leaseID, c.by) {
			left = append(left, c)
		}
	}
	n := len(d.running) - len(left)
	d.running, d.ended = left, d.ended+n
	return n
}

func holder(machine string) Holder {
	return Holder{Workspace: "wrk_" + machine, User: "u", Machine: machine, MachineID: "id-" + machine, PID: 1}
}

func ask(id, mode, machine string) Request {
	return Request{ID: "lse_" + id, Mode: mode, Holder: holder(machine)}
}

func (d *desk) acquire(r Request) Grant {
	d.t.Helper()
	grant, err := d.Acquire(r)
	if err != nil {
		d.t.Fatal(err)
	}
	return grant
}

// refused demands a fault with this code.
func refused(t testing.TB, err error, code string) *fault.Error {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	return f
}

func (d *desk) refuses(r Request, code string) *fault.Error {
	d.t.Helper()
	_, err := d.Acquire(r)
	return refused(d.t, err, code)
}
