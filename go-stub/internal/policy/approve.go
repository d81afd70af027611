package policy

import (
	"maps"
	"slices"
)

// Approved is an approval with its workspace.
type Approved struct {
	WorkspaceID string `json:"workspaceID"`
	Approval
}

// Approvals answers those of a workspace, or of all with "": by workspace,
// each in the order they were given.
func (p *Policy) Approvals(workspaceID string) []Approved {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []Approved{}
	for _, of := range slices.Sorted(maps.Keys(p.approvals.of)) {
		if workspaceID != "" && of != workspaceID {
			continue
		}
		for _, one := range p.approvals.of[of] {
			list = append(list, Approved{of, one})
		}
	}
	return list
}

// Approve approves a resolved directory with all below it, as an "always" of
// the user would: it is on disk when it returns, and open requests that it
// covers are answered.
func (p *Policy) Approve(workspaceID, dir string) (Approved, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	approval, err := p.approvals.add(workspaceID, dir, p.now())
	if err != nil {
		return Approved{}, err
	}
	p.settleCovered(workspaceID)
	return Approved{workspaceID, approval}, nil
}

// Revoke removes the approvals with this pattern and counts them. What runs
// already goes on.
func (p *Policy) Revoke(workspaceID, pattern string) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.approvals.revoke(workspaceID, pattern)
}

// Approved says whether an approval of the workspace covers a resolved
// directory. It asks nobody.
func (p *Policy) Approved(workspaceID, dir string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.approvals.cover(workspaceID, dir)
}
