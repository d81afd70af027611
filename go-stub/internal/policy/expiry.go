package policy

import "time"

// watchExpiry wakes when the next approval has expired.
func (p *Policy) watchExpiry() {
	if p.expiry != nil {
		p.expiry.Stop()
	}
	next := int64(0)
	for _, list := range p.approvals.of {
		for _, one := range list {
			if one.Until != 0 && (next == 0 || one.Until < next) {
				next = one.Until
			}
		}
	}
	if next == 0 || p.closed {
		return
	}
	// A clock that is set forward is seen within the hour.
	wait := min(max(time.UnixMilli(next).Sub(p.now()), 0), time.Hour)
	p.expiry = time.AfterFunc(wait, p.dropExpired)
}

// dropExpired takes expired approvals off the disk. One that cannot be is not
// in force all the same.
func (p *Policy) dropExpired() {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return
	}
	var gone []Approved
	now := p.now()
	for workspaceID := range p.approvals.of {
		removed, err := p.approvals.remove(workspaceID, func(a *Approval) bool { return a.expired(now) })
		if err != nil {
			p.approvals.drop(workspaceID, now)
		}
		gone = append(gone, ofWorkspace(workspaceID, removed)...)
	}
	p.watchExpiry()
	p.mu.Unlock()
	p.tellLapsed(gone, "has expired")
}
