package policy

import (
	"slices"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Reply gives the user's answer to everybody who waits for it. "always" is on
// disk before anybody goes on, and also answers the other open requests of
// that workspace that it covers.
func (p *Policy) Reply(requestID, reply, message string) error {
	if !slices.Contains([]string{Once, Always, Reject}, reply) {
		return fault.Bad("reply", "invalid_field", "reply must be %q, %q or %q.", Once, Always, Reject)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.expire()
	i := slices.IndexFunc(p.pending, func(r *pending) bool { return r.ID == requestID })
	if i < 0 {
		return fault.Missing("open permission request", requestID)
	}
	request := p.pending[i]
	if reply == Reject {
		p.settle(request, reply, denied(request, message))
		return nil
	}
	if reply == Once {
		p.settle(request, reply, nil)
		return nil
	}
	if _, err := p.approvals.add(request.workspaceID, request.dir, p.now()); err != nil {
		return err
	}
	p.settle(request, reply, nil)
	p.settleCovered(request.workspaceID)
	return nil
}

// settleCovered answers the open requests that an approval covers by now.
func (p *Policy) settleCovered(workspaceID string) {
	for _, other := range slices.Clone(p.pending) {
		if other.workspaceID == workspaceID && p.approvals.cover(workspaceID, other.dir) {
			p.settle(other, Always, nil)
		}
	}
}

func denied(request *pending, message string) error {
	text := "The user did not allow " + request.dir
	if message != "" {
		text += ": " + message
	} else {
		text += "."
	}
	return fault.New(fault.Forbidden, "permission_denied", "%s", text).With("path", request.dir)
}

// settle closes a request: verdict goes to all who wait, a "once" is kept for
// each who did not.
func (p *Policy) settle(request *pending, reply string, verdict error) {
	p.pending = slices.DeleteFunc(p.pending, func(r *pending) bool { return r == request })
	for answer := range request.waiters {
		answer <- verdict
	}
	if reply == Once {
		for key := range request.absent {
			p.grants[grant{request.subject, key}] = p.now().Add(patience)
		}
	}
	p.announce(request.workspaceID, "permission.replied",
		Replied{SessionID: request.SessionID, RequestID: request.ID, Reply: reply})
}

// expire drops what nobody waited for long enough.
func (p *Policy) expire() {
	now := p.now()
	for key, until := range p.grants {
		if now.After(until) {
			delete(p.grants, key)
		}
	}
	for _, request := range slices.Clone(p.pending) {
		if len(request.waiters) == 0 && now.Sub(request.asked) > patience {
			p.settle(request, Reject, nil)
		}
	}
}

// Forget rejects what is open for a workspace and drops its approvals.
func (p *Policy) Forget(workspaceID string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, request := range slices.Clone(p.pending) {
		if request.workspaceID == workspaceID {
			p.settle(request, Reject, denied(request, "its workspace was removed"))
		}
	}
	return p.approvals.forget(workspaceID)
}
