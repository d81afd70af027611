package lease

import (
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// retry is how long after a loss could not be put on disk it is tried again.
// Until then the lease stays: after a crash it would be there again.
const retry = 2 * time.Second

// Release gives a lease back. One that is not in force is left as it is; one
// that was never seen is not granted any more: its request comes late.
func (t *Table) Release(leaseID string) error {
	if !id.Valid("lse", leaseID) {
		return badID()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire()
	l, ok := t.state.lease(leaseID)
	if !ok {
		if t.state.lost(leaseID) != nil {
			return nil
		}
		l = Lease{ID: leaseID}
	}
	released := Lost{Lease: l, Reason: Released, At: t.wall()}
	if ok {
		released.Lease = t.shown(l)
	}
	if err := t.commit(t.state.without(released)); err != nil {
		return err
	}
	if ok {
		t.cfg.Log.Info("lease released", "id", l.ID, "holder", l.Holder.String())
	}
	return nil
}

// expire loses what is due. It is called first by all that look at the leases.
func (t *Table) expire() {
	now := t.cfg.Now()
	var lost []Lost
	for _, l := range t.state.Leases {
		if t.lives[l.ID].over(now) {
			lost = append(lost, Lost{Lease: t.shown(l), Reason: Expired, At: t.wall()})
		}
	}
	if len(lost) == 0 {
		return
	}
	if err := t.commit(t.state.without(lost...)); err != nil {
		t.cfg.Log.Error("a lease should have expired", "error", err)
		return
	}
	t.tell(lost)
}

func (t *Table) tell(lost []Lost) {
	for _, one := range lost {
		by := ""
		if one.By != nil {
			by = one.By.String()
		}
		t.cfg.Log.Info("lease lost", "id", one.Lease.ID, "holder", one.Lease.Holder.String(), "reason", one.Reason, "by", by)
		t.cfg.Announce(one)
	}
}

// schedule has the next lease that is due expire without anybody asking.
func (t *Table) schedule() {
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
	var next time.Time
	for _, live := range t.lives {
		if next.IsZero() || live.due.Before(next) {
			next = live.due
		}
	}
	if next.IsZero() || t.closed {
		return
	}
	after := next.Sub(t.cfg.Now())
	if after <= 0 { // the disk refused
		after = retry
	}
	t.timer = time.AfterFunc(after, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.expire()
		t.schedule()
	})
}

func (l *life) over(now time.Time) bool { return !now.Before(l.due) }

func (l *life) renew(now time.Time) { l.due = now.Add(l.ttl) }
