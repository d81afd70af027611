package policy

import (
	"maps"
	"slices"
	"time"
)

// Approved is an approval with its workspace.
type Approved struct {
	WorkspaceID string `json:"workspaceID"`
	Approval
}

// Approvals answers those in force of a workspace, or of all with "": by
// workspace, each in the order they were given.
func (p *Policy) Approvals(workspaceID string) []Approved {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []Approved{}
	for _, of := range slices.Sorted(maps.Keys(p.approvals.of)) {
		if workspaceID != "" && of != workspaceID {
			continue
		}
		for _, one := range p.approvals.of[of] {
			if !one.expired(p.now()) {
				list = append(list, Approved{of, one})
			}
		}
	}
	return list
}

// Grant is what a person approves without having been asked.
type Grant struct {
	Pattern string // with wildcards, and Path the directory they are below; "" for Path alone
	Rule
	By    string
	Until time.Time // zero for good
}

// Approve is an "always" of the user: it is on disk when it returns, and open
// requests that it covers are answered. What is granted already is answered as
// it is.
func (p *Policy) Approve(workspaceID string, g Grant) (Approved, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.guard.owns(g.Path) {
		return Approved{}, ownFolder(&Touch{Path: g.Path})
	}
	until := int64(0)
	if !g.Until.IsZero() {
		until = g.Until.UnixMilli()
	}
	approval := g.approval(g.By, p.now().UnixMilli(), until)
	if g.Pattern != "" {
		approval.Pattern, approval.Tree = g.Pattern, false
	}
	added, err := p.approvals.add(workspaceID, p.guard.secret, approval)
	if err != nil {
		return Approved{}, err
	}
	p.settleCovered(workspaceID)
	p.watchExpiry()
	return Approved{workspaceID, added[0]}, nil
}

// Revoke removes the approvals with this pattern, and answers them and how much
// that ran by them was told to end.
func (p *Policy) Revoke(workspaceID, pattern string) (gone []Approved, ended int, err error) {
	p.mu.Lock()
	removed, err := p.approvals.remove(workspaceID, func(a *Approval) bool { return a.Pattern == pattern })
	p.mu.Unlock()
	if err != nil || len(removed) == 0 {
		return nil, 0, err
	}
	gone = ofWorkspace(workspaceID, removed)
	return gone, p.tellLapsed(gone, "was revoked"), nil
}

func ofWorkspace(workspaceID string, list []Approval) []Approved {
	approved := make([]Approved, 0, len(list))
	for _, one := range list {
		approved = append(approved, Approved{workspaceID, one})
	}
	return approved
}

func (p *Policy) tellLapsed(gone []Approved, why string) int {
	if p.lapsed == nil || len(gone) == 0 {
		return 0
	}
	return p.lapsed(gone, why)
}

// Approved says whether an approval of the workspace covers a resolved touch.
// It asks nobody.
func (p *Policy) Approved(workspaceID string, t Touch) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.guard.owns(t.Path) && p.approvals.cover(workspaceID, t, p.guard.secret(t.Path), p.now())
}
