package lease

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzStateFile opens whatever the file holds: what is in force then obeys the
// rules, a damaged file is reported, and grants go on.
func FuzzStateFile(f *testing.F) {
	one := `{"id":"lse_a","mode":"exclusive","holder":{"workspace":"w","user":"u","machine":"m","machineID":"i","pid":1},"ttlMs":60000,"fence":7,"acquiredAt":1,"expiresAt":2}`
	for _, seed := range []string{
		``, `null`, `[]`, `{"fence":3}`, `{"fence":-1}`, `{"fence":9007199254740993}`, `{"fence":7,"leases":[` + one + `]}`,
		`{"fence":7,"leases":[` + one + `,` + one + `]}`, `{"fence":6,"leases":[` + one + `]}`, `{"fence":7,"leases":[` + one,
		`{"fence":7,"leases":[],"lost":[{"lease":` + one + `,"reason":"stolen","by":null,"at":1}]}`,
		`{"fence":7,"lost":[{"lease":{"id":"lse_a"},"reason":"eaten"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := newDesk(t)
		d.Close()
		file := filepath.Join(d.dir, "lease.json")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		d.restart()
		list, fence := d.List(), d.state.Fence
		if exclusive := len(list) > 0 && list[0].Mode == Exclusive; exclusive && len(list) > 1 {
			t.Errorf("in force: %+v", list)
		}
		if _, err := os.Stat(file); err != nil && len(d.damage.List()) != 1 {
			t.Errorf("%v, reported %v", err, d.damage.List())
		}
		r := ask("fuzz", Exclusive, "laptop")
		r.Steal = true
		if grant, err := d.Acquire(r); err == nil && (grant.Lease.Fence <= fence || len(grant.Stolen) != len(list)) {
			t.Errorf("fence %d after %d: %+v of %+v", grant.Lease.Fence, fence, grant.Stolen, list)
		}
		d.restart()
		if len(d.damage.List()) > 1 {
			t.Errorf("what was written here is damaged: %v", d.damage.List())
		}
	})
}
