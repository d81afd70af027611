package policy

import (
	"path/filepath"
	"slices"
	"strings"
)

// Question is whether a command or a request may touch what it is about to.
type Question struct {
	WorkspaceID string
	SessionID   string
	Root        string // the workspace's directory, resolved; empty grants nothing
	Touches     []Touch
	Unknown     []string // what it may touch as well, in words
	Command     string
	Key         string // tells callers that do not wait apart
	Fail        bool   // do not wait
	Unasked     bool   // nobody could be shown the request: fail without one
	Allow       []Allowed
	Asked       func(Request) // before a wait
	// Granted is called when it is permitted, before anything can be revoked
	// again: what begins from then on ends with the approval that let it begin.
	// It must not block.
	Granted func()
}

func (q *Question) granted() {
	if q.Granted != nil {
		q.Granted()
	}
}

// touches are those of the question, each path once.
func (q *Question) touches() []Touch {
	list := make([]Touch, 0, len(q.Touches))
	for _, t := range q.Touches {
		t.Path = filepath.Clean(t.Path)
		if at := slices.IndexFunc(list, func(o Touch) bool { return o.Path == t.Path && o.Tree == t.Tree }); at >= 0 {
			list[at].Access |= t.Access
			list[at].Made = list[at].Made || t.Made
			continue
		}
		list = append(list, t)
	}
	return list
}

// missing are the touches that nothing grants. What nobody can grant is an error.
func (p *Policy) missing(q *Question) ([]Touch, error) {
	var list []Touch
	for _, t := range q.touches() {
		own, secret := p.guard.judge(t.Path)
		if !strings.HasPrefix(t.Path, "/") || own {
			return nil, ownFolder(&t)
		}
		t.Secret = secret != ""
		if p.grants(q, t, secret) {
			continue
		}
		list = append(list, t)
	}
	return list, nil
}

func (p *Policy) grants(q *Question, t Touch, secret string) bool {
	if Inside(q.Root, t.Path) && (secret == "" || Inside(secret, q.Root)) {
		return true
	}
	if t.Secret = secret != ""; t.inDirectory() {
		t.Path, t.Tree = filepath.Dir(t.Path), true
	}
	return slices.ContainsFunc(q.Allow, func(a Allowed) bool { return a.covers(t, secret) }) ||
		p.approvals.cover(q.WorkspaceID, t, secret, p.now())
}

// Missing answers the touches that nothing grants, and asks nobody. A touch
// that nobody can grant is a Forbidden.
func (p *Policy) Missing(q Question) ([]Touch, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.missing(&q)
}

// Secret answers the secret that a resolved path is, or is in; "" for none.
func (p *Policy) Secret(path string) string { return p.guard.secret(path) }
