package policy

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Announce publishes an event of a workspace.
type Announce func(workspaceID, kind string, properties any)

// Policy decides and asks. It is safe for concurrent use.
type Policy struct {
	announce Announce
	now      func() time.Time

	mu        sync.Mutex
	approvals *approvals
	pending   []*pending // the oldest first
	grants    map[grant]time.Time
}

// New loads the approvals below stateDir.
func New(stateDir string, damage *state.Report, announce Announce, now func() time.Time) (*Policy, error) {
	loaded, err := loadApprovals(filepath.Join(stateDir, "approvals"), damage)
	if err != nil {
		return nil, err
	}
	return &Policy{announce: announce, now: now, approvals: loaded, grants: map[grant]time.Time{}}, nil
}

// Permit returns nil when the command may run there. When the user must be
// asked it waits for the answer until ctx ends, or fails with
// PermissionRequired when the question says so.
func (p *Policy) Permit(ctx context.Context, q Question) error {
	p.mu.Lock()
	p.expire()
	if p.granted(q) {
		p.mu.Unlock()
		return nil
	}
	request, fresh := p.open(q)
	answer := make(chan error, 1)
	if q.Fail {
		request.absent[q.Key] = struct{}{}
	} else {
		request.waiters[answer] = struct{}{}
	}
	if fresh {
		p.announce(q.WorkspaceID, "permission.asked", request.Request)
	}
	p.mu.Unlock()
	if q.Fail {
		return required(request)
	}
	if q.Asked != nil {
		q.Asked(request.Request)
	}
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		p.leave(request, answer)
		return ctx.Err()
	}
}

func (p *Policy) granted(q Question) bool {
	if Inside(q.Root, q.Dir) || p.approvals.cover(q.WorkspaceID, q.Dir) {
		return true
	}
	if slices.ContainsFunc(q.Allow, func(pattern string) bool { return Covers(pattern, q.Dir) }) {
		return true
	}
	once := grant{subject{q.WorkspaceID, q.SessionID, q.Dir}, q.Key}
	if _, ok := p.grants[once]; ok {
		delete(p.grants, once)
		return true
	}
	return false
}

// open answers the request for this question and whether it is a new one.
func (p *Policy) open(q Question) (*pending, bool) {
	about := subject{q.WorkspaceID, q.SessionID, q.Dir}
	for _, other := range p.pending {
		if other.subject == about {
			return other, false
		}
	}
	patterns := []string{below(q.Dir)}
	request := &pending{
		Request: Request{
			ID: id.Ascending("per"), SessionID: q.SessionID, Permission: "external_directory",
			Patterns: patterns, Always: patterns,
			Metadata: Metadata{
				Command: q.Command, Directories: []string{q.Dir}, Path: q.Dir, Requested: q.Requested,
				Filepath: q.Dir, ParentDir: q.Dir,
			},
		},
		subject: about, asked: p.now(), waiters: map[chan error]struct{}{}, absent: map[string]struct{}{},
	}
	p.pending = append(p.pending, request)
	return request, true
}

// leave withdraws a question that nobody waits for any more.
func (p *Policy) leave(request *pending, answer chan error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(request.waiters, answer)
	if len(request.waiters) == 0 && len(request.absent) == 0 {
		p.settle(request, Reject, nil)
	}
}

// List answers the open requests of a workspace, or of all with "".
func (p *Policy) List(workspaceID string) []Request {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expire()
	list := []Request{}
	for _, request := range p.pending {
		if workspaceID == "" || request.workspaceID == workspaceID {
			list = append(list, request.Request)
		}
	}
	return list
}

func required(request *pending) error {
	return fault.New(fault.PermissionRequired, "permission_required",
		"%s is outside of the workspace and not approved; answer the request %s, or allow %s.",
		request.dir, request.ID, request.Patterns[0]).
		With("requestID", request.ID).With("path", request.dir).With("patterns", request.Patterns)
}
