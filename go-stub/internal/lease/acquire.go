package lease

import (
	"slices"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Acquire grants a lease, or answers a LeaseHeld fault that says who is in the
// way. The same request again is answered as before; an id that was lost is
// never in force again. Commands that StopCommands ends have had their signal
// when it returns, and may still be ending.
func (t *Table) Acquire(r Request) (Grant, error) {
	if err := r.check(); err != nil {
		return Grant{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire()
	grant, err := t.grant(r)
	if err == nil && r.StopCommands {
		grant.Stopping = t.cfg.Commands.EndUnfinished(func(leaseID string, by *Holder) bool {
			return t.lives[leaseID] != nil || r.owns(leaseID, by)
		})
	}
	return grant, err
}

func (t *Table) grant(r Request) (Grant, error) {
	if l, ok := t.state.lease(r.ID); ok {
		return t.repeat(l, r)
	}
	if lost := t.state.lost(r.ID); lost != nil {
		return Grant{}, lostFault(r.ID, lost)
	}
	granted := Lease{ID: r.ID, Mode: r.Mode, Holder: r.Holder, TTLMs: r.TTLMs, AcquiredAt: t.wall()}
	var replaced, rivals []Lease
	for _, l := range t.state.Leases {
		switch {
		case slices.Contains(r.Replaces, l.ID) && l.Holder.MachineID == r.Holder.MachineID:
			replaced = append(replaced, l)
		case l.rivals(granted):
			rivals = append(rivals, t.shown(l))
		}
	}
	if !r.Steal {
		if err := t.refuse(r, rivals); err != nil {
			return Grant{}, err
		}
	}
	if len(t.state.Leases)-len(replaced)-len(rivals) >= maxInForce {
		return Grant{}, fault.New(fault.Conflict, "too_many_leases", "%d leases are in force already; release some of them first.", maxInForce)
	}
	granted.Fence = t.nextFence()
	lost := append(t.take(rivals, granted, true), t.take(replaced, granted, false)...)
	next := t.state.without(lost...)
	next.Fence, next.Leases = granted.Fence, append(next.Leases, granted)
	if err := t.commit(next); err != nil {
		return Grant{}, err
	}
	t.cfg.Log.Info("lease granted", "id", granted.ID, "mode", granted.Mode, "holder", granted.Holder.String(), "fence", granted.Fence)
	t.tell(lost)
	return t.granted(granted), nil
}

// repeat answers a lease that is in force to the one who has it.
func (t *Table) repeat(l Lease, r Request) (Grant, error) {
	if l.Mode != r.Mode || l.Holder.MachineID != r.Holder.MachineID {
		return Grant{}, fault.New(fault.Conflict, "lease_id_reused", "The lease %s is another one, of %s; make a new id.", l.ID, l.Holder)
	}
	t.lives[l.ID].renew(t.cfg.Now())
	t.schedule()
	return t.granted(l), nil
}

func (t *Table) granted(l Lease) Grant {
	grant := Grant{Lease: t.shown(l), Stolen: []Lease{}}
	for _, lost := range t.state.Lost {
		if lost.Theft && lost.ByLease == l.ID {
			grant.Stolen = append(grant.Stolen, lost.Lease)
		}
	}
	return grant
}

func (t *Table) refuse(r Request, rivals []Lease) error {
	foreign := 0
	if r.Mode == Exclusive || len(rivals) > 0 {
		foreign = t.cfg.Commands.CountUnfinished(r.owns)
	}
	if len(rivals) == 0 && (r.Mode == Shared || foreign == 0) {
		return nil
	}
	what := "A shared lease"
	if r.Mode == Exclusive {
		what = "An exclusive lease"
	}
	return heldFault(what, rivals, foreign)
}

// owns tells the commands of the caller: those of its leases, and those that
// its workspace has left from earlier ones.
func (r *Request) owns(leaseID string, by *Holder) bool {
	return by != nil && by.MachineID == r.Holder.MachineID &&
		(leaseID == r.ID || by.Workspace == r.Holder.Workspace || slices.Contains(r.Replaces, leaseID))
}

// nextFence also follows the clock, so that a lost file alone does not take
// the fence back.
func (t *Table) nextFence() int64 {
	next := t.state.Fence + 1
	if now := t.wall(); now > next && now <= maxFence {
		return now
	}
	return next
}

func (t *Table) take(from []Lease, by Lease, theft bool) []Lost {
	lost := make([]Lost, 0, len(from))
	for _, l := range from {
		lost = append(lost, Lost{Lease: t.shown(l), Reason: Stolen, By: &by.Holder, ByLease: by.ID, At: t.wall(), Theft: theft})
	}
	return lost
}
