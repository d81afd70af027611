package lease

// Renew gives a lease its full time again, or answers a LeaseLost fault.
func (t *Table) Renew(leaseID string) (Lease, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire()
	l, ok := t.state.lease(leaseID)
	if !ok {
		return Lease{}, lostFault(leaseID, t.state.lost(leaseID))
	}
	t.lives[leaseID].renew(t.cfg.Now())
	t.schedule()
	return t.shown(l), nil
}

// Holds tells whether a lease is in force.
func (t *Table) Holds(leaseID string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire()
	return t.lives[leaseID] != nil
}

// Admit calls enter when work may begin under this lease, or under none with
// "": enter is told who has the lease, and nothing is granted or lost while it
// runs. Else it answers a LeaseLost or LeaseHeld fault.
func (t *Table) Admit(leaseID string, enter func(by *Holder) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire()
	if leaseID != "" {
		l, ok := t.state.lease(leaseID)
		if !ok {
			return lostFault(leaseID, t.state.lost(leaseID))
		}
		return enter(&l.Holder)
	}
	for _, l := range t.state.Leases {
		if l.Mode == Exclusive {
			nobody := func(string, *Holder) bool { return false }
			return heldFault("Work without a lease", []Lease{t.shown(l)}, t.cfg.Commands.CountUnfinished(nobody))
		}
	}
	return enter(nil)
}
