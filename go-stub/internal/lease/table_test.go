package lease

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
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

func TestAnExclusiveLeaseKeepsOthersOutAndSaysWho(t *testing.T) {
	d := newDesk(t)
	d.acquire(ask("a", Exclusive, "laptop"))
	for _, mode := range []string{Exclusive, Shared} {
		f := d.refuses(ask("b", mode, "desk"), "lease_held")
		if !strings.Contains(f.Message, "workspace wrk_laptop of u@laptop (exclusive) since 2027-01-15T08:00:00Z; it expires at 2027-01-15T08:01:00Z") {
			t.Error(f.Message)
		}
		if held := f.Data["leases"].([]Lease); len(held) != 1 || held[0].ID != "lse_a" {
			t.Errorf("got %v", held)
		}
	}
}

func TestSharedLeasesLiveTogetherAndKeepAnExclusiveOneOut(t *testing.T) {
	d := newDesk(t)
	d.acquire(ask("a", Shared, "laptop"))
	d.acquire(ask("b", Shared, "desk"))
	f := d.refuses(ask("c", Exclusive, "laptop"), "lease_held")
	if len(f.Data["leases"].([]Lease)) != 2 {
		t.Error(f.Message)
	}
}

func TestTheSameRequestAgainIsTheSameLease(t *testing.T) {
	d := newDesk(t)
	d.acquire(ask("a", Exclusive, "laptop"))
	theft := ask("b", Exclusive, "desk")
	theft.Steal = true
	first := d.acquire(theft)
	again := d.acquire(theft)
	if again.Lease != first.Lease || len(again.Stolen) != 1 || again.Stolen[0].ID != "lse_a" {
		t.Errorf("first %+v, then %+v", first, again)
	}
	d.refuses(ask("b", Shared, "desk"), "lease_id_reused")
	d.refuses(ask("b", Exclusive, "laptop"), "lease_id_reused")
}

func TestAStolenLeaseKnowsItsThief(t *testing.T) {
	d := newDesk(t)
	d.acquire(ask("a", Shared, "laptop"))
	d.acquire(ask("b", Shared, "lab"))
	theft := ask("c", Exclusive, "desk")
	theft.Steal = true
	if got := d.acquire(theft); len(got.Stolen) != 2 {
		t.Errorf("got %+v", got)
	}
	_, err := d.Renew("lse_a")
	f := refused(t, err, "lease_stolen")
	if f.Data["by"] != holder("desk") || !strings.Contains(f.Message, "workspace wrk_desk of u@desk") {
		t.Errorf("%s %v", f.Message, f.Data)
	}
	if len(d.lost) != 2 || d.lost[0].Reason != Stolen || *d.lost[1].By != holder("desk") {
		t.Errorf("announced %+v", d.lost)
	}
	d.refuses(ask("a", Shared, "laptop"), "lease_stolen")
}

func TestALeaseExpiresUnlessItIsUsed(t *testing.T) {
	d := newDesk(t)
	d.acquire(ask("a", Exclusive, "laptop"))
	d.pass(59 * time.Second)
	done := d.Use("lse_a")
	d.pass(time.Hour)
	if !d.Holds("lse_a") {
		t.Error("it expired while a request was under way")
	}
	done()
	d.pass(59 * time.Second)
	if !d.Holds("lse_a") {
		t.Error("the end of a request did not renew it")
	}
	d.pass(time.Second)
	refused(t, d.Admit("lse_a", func(*Holder) error { return nil }), "lease_expired")
	if len(d.lost) != 1 || d.lost[0].Reason != Expired || d.lost[0].By != nil {
		t.Errorf("announced %+v", d.lost)
	}
}

func TestALeaseExpiresWithoutAnybodyAsking(t *testing.T) {
	lost := make(chan Lost, 1)
	table, err := Open(Config{
		StateDir: t.TempDir(), Damage: &state.Report{}, Log: slog.New(slog.DiscardHandler), Now: time.Now, Commands: &desk{},
		Announce: func(one Lost) { lost <- one },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	r := ask("a", Exclusive, "laptop")
	r.TTLMs = minTTLMs
	if _, err := table.Acquire(r); err != nil {
		t.Fatal(err)
	}
	table.mu.Lock()
	table.lives["lse_a"].due = time.Now().Add(10 * time.Millisecond)
	table.schedule()
	table.mu.Unlock()
	select {
	case one := <-lost:
		if one.Lease.ID != "lse_a" || one.Reason != Expired {
			t.Errorf("got %+v", one)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("nobody was told")
	}
}

func TestAMachineReplacesItsOwnDeadLeaseAndNoOther(t *testing.T) {
	d := newDesk(t)
	d.acquire(ask("a", Exclusive, "laptop"))
	r := ask("b", Exclusive, "desk")
	r.Replaces = []string{"lse_a"}
	d.refuses(r, "lease_held")
	r = ask("c", Exclusive, "laptop")
	r.Replaces = []string{"lse_a", "lse_none"}
	if got := d.acquire(r); len(got.Stolen) != 0 {
		t.Errorf("got %+v", got)
	}
	d.refuses(ask("a", Exclusive, "laptop"), "lease_stolen")
}

func TestCommandsOfOthersKeepAnExclusiveLeaseOut(t *testing.T) {
	d := newDesk(t)
	laptop := holder("laptop")
	d.running = []commandOf{{"", nil}, {"lse_old", &laptop}}
	if f := d.refuses(ask("a", Exclusive, "laptop"), "lease_held"); f.Data["commands"] != 1 || len(f.Data["leases"].([]Lease)) != 0 {
		t.Errorf("%s %v", f.Message, f.Data)
	}
	if f := d.refuses(ask("b", Exclusive, "desk"), "lease_held"); f.Data["commands"] != 2 {
		t.Error(f.Message)
	}
	d.acquire(ask("c", Shared, "desk"))
	if err := d.Release("lse_c"); err != nil {
		t.Fatal(err)
	}
	theft := ask("d", Exclusive, "laptop")
	theft.Steal, theft.StopCommands = true, true
	if got := d.acquire(theft); got.Stopping != 1 || len(d.running) != 1 || d.running[0].leaseID != "lse_old" {
		t.Errorf("got %+v, left %v", got, d.running)
	}
}

func TestWorkWithoutALeaseWaitsForAnExclusiveOne(t *testing.T) {
	d := newDesk(t)
	entered := func(*Holder) error { return nil }
	d.acquire(ask("a", Shared, "laptop"))
	if err := d.Admit("", entered); err != nil {
		t.Error(err)
	}
	r := ask("b", Exclusive, "laptop")
	r.Replaces = []string{"lse_a"}
	d.acquire(r)
	refused(t, d.Admit("", entered), "lease_held")
	refused(t, d.Admit("lse_none", entered), "lease_unknown")
	if err := d.Admit("lse_b", func(by *Holder) error {
		if *by != holder("laptop") {
			t.Errorf("got %v", by)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

func TestAReleaseThatOvertakesItsRequestWins(t *testing.T) {
	d := newDesk(t)
	if err := d.Release("lse_late"); err != nil {
		t.Fatal(err)
	}
	d.refuses(ask("late", Exclusive, "laptop"), "lease_released")
	if len(d.lost) != 0 {
		t.Errorf("announced %v", d.lost)
	}
}

func TestReleasesDoNotPushOutWhatOthersMustLearn(t *testing.T) {
	d := newDesk(t)
	d.acquire(ask("a", Exclusive, "laptop"))
	theft := ask("b", Exclusive, "desk")
	theft.Steal = true
	d.acquire(theft)
	for i := range 3 * maxLost {
		if err := d.Release(fmt.Sprint("lse_x", i)); err != nil {
			t.Fatal(err)
		}
	}
	d.restart()
	d.refuses(ask("a", Exclusive, "laptop"), "lease_stolen")
	if n := len(d.state.Lost); n > 2*maxLost {
		t.Errorf("%d are remembered", n)
	}
}

func TestBadRequestsNameTheField(t *testing.T) {
	d := newDesk(t)
	for field, change := range map[string]func(*Request){
		"id":               func(r *Request) { r.ID = "../x" },
		"mode":             func(r *Request) { r.Mode = "mine" },
		"ttlMs":            func(r *Request) { r.TTLMs = 4999 },
		"replaces":         func(r *Request) { r.Replaces = make([]string, 65) },
		"stopCommands":     func(r *Request) { r.StopCommands = true },
		"holder.user":      func(r *Request) { r.Holder.User = "" },
		"holder.machine":   func(r *Request) { r.Holder.Machine = "a\x1b[2Jb" },
		"holder.machineID": func(r *Request) { r.Holder.MachineID = strings.Repeat("m", 257) },
		"holder.pid":       func(r *Request) { r.Holder.PID = -1 },
	} {
		r := ask("a", Exclusive, "laptop")
		change(&r)
		_, err := d.Acquire(r)
		var f *fault.Error
		if !errors.As(err, &f) || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestADamagedFileIsReportedAndItsFenceGoesOn(t *testing.T) {
	d := newDesk(t)
	d.step = 1000 * time.Hour
	fence := d.acquire(ask("a", Exclusive, "laptop")).Lease.Fence
	d.step = 0
	file := filepath.Join(d.dir, "lease.json")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data[:len(data)-9], 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time there is no file at all
		d.restart()
		refused(t, d.Admit("lse_a", nil), "lease_unknown")
	}
	if len(d.damage.List()) != 1 {
		t.Errorf("reported %v", d.damage.List())
	}
	if got := d.acquire(ask("b", Exclusive, "desk")).Lease.Fence; got <= fence {
		t.Errorf("fence %d after %d", got, fence)
	}
}

func TestWhatTheDiskRefusesIsNotGranted(t *testing.T) {
	d := newDesk(t)
	first := d.acquire(ask("a", Exclusive, "laptop")).Lease.Fence
	write := d.write
	d.write = func(string, any) error { return errors.New("disk full") }
	theft := ask("b", Exclusive, "desk")
	theft.Steal = true
	if _, err := d.Acquire(theft); err == nil {
		t.Error("granted")
	}
	d.pass(time.Hour)
	if !d.Holds("lse_a") || len(d.lost) != 0 {
		t.Error("a loss that is not on disk was told")
	}
	d.write = write
	if d.Holds("lse_a") {
		t.Error("it did not expire")
	}
	if got := d.acquire(theft).Lease.Fence; got <= first+1 {
		t.Errorf("fence %d was given twice", got)
	}
}

func TestOfManyAtOnceOneHoldsIt(t *testing.T) {
	d := newDesk(t)
	var inside, granted atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for round := range 20 {
				r := ask(fmt.Sprint("w", i, "x", round), Exclusive, fmt.Sprint("m", i))
				if _, err := d.Acquire(r); err != nil {
					continue
				}
				if inside.Add(1) != 1 {
					t.Error("two hold it")
				}
				granted.Add(1)
				inside.Add(-1)
				if err := d.Release(r.ID); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if granted.Load() == 0 {
		t.Error("nobody held it")
	}
}
