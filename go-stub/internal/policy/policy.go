package policy

import (
	"context"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Announce publishes an event of a workspace.
type Announce func(workspaceID, kind string, properties any)

// Config is what a policy is given. StateDir, Announce and Now are required.
type Config struct {
	StateDir string // of the approvals
	Home     string // the user's: their secrets are there
	Own      []string
	Damage   *state.Report
	Announce Announce
	Now      func() time.Time
	// Lapsed is told of approvals that were revoked, or have expired: what runs
	// by them has to end. It answers how much that was.
	Lapsed func(gone []Approved, why string) int
}

// Policy decides and asks. It is safe for concurrent use.
type Policy struct {
	announce Announce
	now      func() time.Time
	lapsed   func([]Approved, string) int
	guard    guard
	found    *secretCache

	mu        sync.Mutex
	approvals *approvals
	pending   []*pending // the oldest first
	once      []grant
	expiry    *time.Timer
	closed    bool
}

// New loads the approvals below the state directory.
func New(cfg Config) (*Policy, error) {
	loaded, err := loadApprovals(filepath.Join(cfg.StateDir, "approvals"), cfg.Damage)
	if err != nil {
		return nil, err
	}
	p := &Policy{
		announce: cfg.Announce, now: cfg.Now, lapsed: cfg.Lapsed, guard: newGuard(cfg.Home, cfg.Own...),
		found: newSecretCache(cfg.Now), approvals: loaded,
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchExpiry()
	return p, nil
}

// Close stops what would happen by itself.
func (p *Policy) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.expiry != nil {
		p.expiry.Stop()
	}
}

// Permit returns nil when all of a question's touches are granted. When the
// user must be asked it waits for the answer until ctx ends, or fails with
// PermissionRequired when the question says so. An unasked one leaves no request.
func (p *Policy) Permit(ctx context.Context, q Question) error {
	w := &waiter{question: q, news: make(chan news, 2)}
	p.mu.Lock()
	p.expire()
	missing, err := p.missing(&q)
	if err == nil && (len(missing) == 0 || p.takeOnce(&q, missing)) {
		q.granted()
		p.mu.Unlock()
		return nil
	}
	var request *pending
	if err == nil && q.Unasked {
		err = unapproved(missing)
	} else if err == nil {
		request, err = p.ask(w, missing)
	}
	p.mu.Unlock()
	switch {
	case err != nil:
		return err
	case q.Fail:
		return required(request)
	case request != nil && q.Asked != nil:
		q.Asked(request.Request)
	}
	return p.wait(ctx, w)
}

func (p *Policy) wait(ctx context.Context, w *waiter) error {
	for {
		select {
		case n := <-w.news:
			if n.asked == nil {
				return n.verdict
			}
			if w.question.Asked != nil {
				w.question.Asked(*n.asked)
			}
		case <-ctx.Done():
			p.leave(w)
			return ctx.Err()
		}
	}
}

// leave withdraws a question that nobody waits for any more.
func (p *Policy) leave(w *waiter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, request := range slices.Clone(p.pending) {
		request.next = slices.DeleteFunc(request.next, func(o *waiter) bool { return o == w })
		if _, has := request.waiters[w]; !has {
			continue
		}
		delete(request.waiters, w)
		if request.abandoned() {
			p.settle(request, Reject, nil)
		}
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
