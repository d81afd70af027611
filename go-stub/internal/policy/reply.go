package policy

import (
	"cmp"
	"slices"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Reply gives the user's answer to everybody who waits for it. "always" is on
// disk before anybody goes on, and also answers the other open requests of
// that workspace that it covers. A "reject" is also the answer to what waits
// behind the request. By says who answered, "" where nobody knows.
func (p *Policy) Reply(requestID, reply, message, by string) error {
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
	if reply == Always {
		if _, err := p.approvals.add(request.workspaceID, p.guard.secret, p.approvalsFor(request, by)...); err != nil {
			return err
		}
	}
	p.settle(request, reply, nil)
	if reply == Always {
		p.settleCovered(request.workspaceID)
	}
	return nil
}

func (p *Policy) approvalsFor(request *pending, by string) []Approval {
	switch {
	case request.SessionID == "":
		by = cmp.Or(by, "an answer")
	case by == "":
		by = request.SessionID
	default:
		by = by + ", " + request.SessionID
	}
	list := make([]Approval, 0, len(request.touches))
	for i := range request.touches {
		place := request.touches[i].place()
		list = append(list, place.approval(by, p.now().UnixMilli(), 0))
	}
	return list
}

// settleCovered answers the open requests that approvals cover by now.
func (p *Policy) settleCovered(workspaceID string) {
	for _, other := range slices.Clone(p.pending) {
		if other.workspaceID != workspaceID || !slices.Contains(p.pending, other) {
			continue
		}
		q := Question{WorkspaceID: workspaceID, Touches: other.touches}
		if missing, err := p.missing(&q); err == nil && len(missing) == 0 {
			p.settle(other, Always, nil)
		}
	}
}

// settle closes a request: verdict goes to all who wait, a "once" is kept for
// each who did not. What waits behind it is rejected with it, or asked for now.
func (p *Policy) settle(request *pending, reply string, verdict error) {
	p.pending = slices.DeleteFunc(p.pending, func(r *pending) bool { return r == request })
	for w := range request.waiters {
		w.end(verdict)
	}
	if reply == Once {
		for key := range request.absent {
			p.once = append(p.once, grant{
				request.workspaceID, request.SessionID, key, request.command, request.touches, p.now().Add(patience),
			})
		}
		p.once = p.once[max(0, len(p.once)-maxOnce):]
	}
	p.announce(request.workspaceID, "permission.replied",
		Replied{SessionID: request.SessionID, RequestID: request.ID, Reply: reply})
	if verdict != nil {
		for _, w := range request.next {
			w.end(verdict)
		}
		return
	}
	p.askNext(request.next)
}

// askNext asks for all that these questions still miss, in one request.
func (p *Policy) askNext(waiting []*waiter) {
	var left []*waiter
	var all []Touch
	for _, w := range waiting {
		missing, err := p.missing(&w.question)
		if err != nil || len(missing) == 0 {
			w.end(err)
			continue
		}
		left = append(left, w)
		all = append(all, missing...)
	}
	if len(left) == 0 {
		return
	}
	if err := p.makeRoom(&left[0].question, sizeOf(left, all)); err != nil {
		for _, w := range left {
			w.end(err)
		}
		return
	}
	merged := Question{Touches: all}
	touches := merged.touches()
	for i := range touches {
		touches[i].Secret = p.guard.secret(touches[i].Path) != ""
	}
	request := p.open(left, touches)
	for _, w := range left {
		w.news <- news{asked: &request.Request}
	}
}

func (w *waiter) end(verdict error) {
	if verdict == nil {
		w.question.granted()
	}
	w.news <- news{verdict: verdict}
}

// expire drops what nobody waited for long enough.
func (p *Policy) expire() {
	now := p.now()
	p.once = slices.DeleteFunc(p.once, func(g grant) bool { return now.After(g.until) })
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
	p.once = slices.DeleteFunc(p.once, func(g grant) bool { return g.workspaceID == workspaceID })
	p.rejectAll(func(r *pending) bool { return r.workspaceID == workspaceID }, "its workspace was removed")
	return p.approvals.forget(workspaceID)
}

// ForgetSession rejects what is open for a session.
func (p *Policy) ForgetSession(sessionID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.once = slices.DeleteFunc(p.once, func(g grant) bool { return g.sessionID == sessionID })
	p.rejectAll(func(r *pending) bool { return r.SessionID == sessionID }, "its session was removed")
}

func (p *Policy) rejectAll(of func(*pending) bool, why string) {
	for _, request := range slices.Clone(p.pending) {
		if of(request) {
			p.settle(request, Reject, denied(request, why))
		}
	}
}
