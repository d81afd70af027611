package lease

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

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

func TestALeaseExpiresUnlessItIsRenewed(t *testing.T) {
	d := newDesk(t)
	d.acquire(ask("a", Exclusive, "laptop"))
	d.pass(59 * time.Second)
	if _, err := d.Renew("lse_a"); err != nil {
		t.Error(err)
	}
	d.pass(59 * time.Second)
	if !d.Holds("lse_a") {
		t.Error("it was not renewed")
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
	case <-time.After(40 * time.Second):
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
