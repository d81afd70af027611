package lease

import (
	"testing"
)

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
