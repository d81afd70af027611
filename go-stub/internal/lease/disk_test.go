package lease

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

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
