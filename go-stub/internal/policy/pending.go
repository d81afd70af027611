package policy

import (
	"slices"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

const (
	// patience is how long a question stays open, and a "once" stays good, when
	// nobody waits for it.
	patience = 10 * time.Minute
	// maxOpen bounds the requests of a workspace that are open, and maxFolded
	// the questions that wait behind one of them.
	maxOpen   = 64
	maxFolded = 256
	// maxOpenAll and maxOpenBytes bound those of all workspaces together: what
	// is asked about is never cut, so that large ones count for more.
	maxOpenAll   = 2048
	maxOpenBytes = 32 << 20
	// maxOnce bounds the answers that are kept for who did not wait.
	maxOnce = 4096
)

// pending is a request with all who wait for its answer.
type pending struct {
	Request
	workspaceID string
	command     string
	touches     []Touch // what is asked for
	size        int     // in memory, about
	asked       time.Time
	waiters     map[*waiter]struct{}
	// absent are the keys of callers that chose not to wait ("" for none): an
	// answer is kept for them.
	absent map[string]struct{}
	// next are questions of the same session about the same folders. They are
	// asked when this one is answered, all in one.
	next []*waiter
}

// waiter is a question that waits.
type waiter struct {
	question Question
	news     chan news
}

// news are that it is asked for now, or the verdict.
type news struct {
	asked   *Request
	verdict error
}

// grant is one use of a "once" by a caller that did not wait.
type grant struct {
	workspaceID, sessionID, key string
	command                     string
	touches                     []Touch
	until                       time.Time
}

func (r *pending) abandoned() bool { return len(r.waiters) == 0 && len(r.absent) == 0 }

// ask answers the request that asks for what is missing, nil where it is asked
// later.
func (p *Policy) ask(w *waiter, missing []Touch) (*pending, error) {
	q := &w.question
	for _, other := range p.pending {
		if other.workspaceID != q.WorkspaceID || other.SessionID != q.SessionID {
			continue
		}
		if other.command == q.Command && holds(other.touches, missing) {
			if len(other.absent) >= maxFolded && q.Fail {
				return nil, tooMany(q, len(other.absent))
			}
			other.join(w)
			return other, nil
		}
		if q.SessionID != "" && !q.Fail && other.meets(missing) {
			if len(other.next) >= maxFolded {
				return nil, tooMany(q, len(other.next))
			}
			other.next = append(other.next, w)
			return nil, nil
		}
	}
	if err := p.makeRoom(q, sizeOf([]*waiter{w}, missing)); err != nil {
		return nil, err
	}
	return p.open([]*waiter{w}, missing), nil
}

func (r *pending) join(w *waiter) {
	if w.question.Fail {
		r.absent[w.question.Key] = struct{}{}
	} else {
		r.waiters[w] = struct{}{}
	}
}

// meets says that it asks about a folder of these, or about one above or below.
func (r *pending) meets(touches []Touch) bool {
	return slices.ContainsFunc(touches, func(t Touch) bool {
		return slices.ContainsFunc(r.touches, func(o Touch) bool {
			return Inside(o.folder(), t.folder()) || Inside(t.folder(), o.folder())
		})
	})
}

// open announces one request for all of these, which are of one session.
func (p *Policy) open(of []*waiter, missing []Touch) *pending {
	q := &of[0].question
	request := &pending{
		Request: requestOf(of, missing), workspaceID: q.WorkspaceID, touches: missing, size: sizeOf(of, missing), asked: p.now(),
		waiters: map[*waiter]struct{}{}, absent: map[string]struct{}{},
	}
	request.command = request.Metadata.Command
	for _, w := range of {
		request.join(w)
	}
	p.pending = append(p.pending, request)
	p.announce(q.WorkspaceID, "permission.asked", request.Request)
	return request
}

// makeRoom lets the oldest go that nobody waits for, when there are too many.
func (p *Policy) makeRoom(q *Question, size int) error {
	for {
		open, of, bytes := 0, 0, size
		var oldest, oldestOf *pending
		for _, one := range p.pending {
			open, bytes = open+1, bytes+one.size
			if oldest == nil && len(one.waiters) == 0 {
				oldest = one
			}
			if one.workspaceID != q.WorkspaceID {
				continue
			}
			of++
			if oldestOf == nil && len(one.waiters) == 0 {
				oldestOf = one
			}
		}
		full := open >= maxOpenAll || bytes > maxOpenBytes
		switch {
		case of < maxOpen && !full:
			return nil
		case of >= maxOpen && oldestOf == nil:
			return tooMany(q, of)
		case of >= maxOpen:
			oldest = oldestOf
		case oldest == nil:
			return fault.New(fault.Conflict, "too_many_questions",
				"%d questions of all workspaces wait for an answer already; answer or reject some of them first.", open)
		}
		p.settle(oldest, Reject, nil)
	}
}

// sizeOf is about what a request about these takes.
func sizeOf(of []*waiter, missing []Touch) int {
	size := 0
	for _, w := range of {
		size += len(w.question.Command)
		for _, unknown := range w.question.Unknown {
			size += len(unknown)
		}
	}
	for i := range missing {
		size += 256 + 4*len(missing[i].Path) + len(missing[i].Requested)
	}
	return size
}

func tooMany(q *Question, open int) error {
	return fault.New(fault.Conflict, "too_many_questions",
		"%d questions of the workspace %s wait for an answer already; answer or reject some of them first.", open, q.WorkspaceID)
}

// holds says that each of some is among all.
func holds(all, some []Touch) bool {
	return !slices.ContainsFunc(some, func(t Touch) bool {
		return !slices.ContainsFunc(all, func(o Touch) bool {
			return o.Path == t.Path && o.Access.Has(t.Access) && (o.Tree || !t.Tree && (o.Made || !t.Made))
		})
	})
}

// takeOnce uses a "once" that was kept for the caller.
func (p *Policy) takeOnce(q *Question, missing []Touch) bool {
	at := slices.IndexFunc(p.once, func(g grant) bool {
		return g.workspaceID == q.WorkspaceID && g.sessionID == q.SessionID && g.key == q.Key && g.command == q.Command && holds(g.touches, missing)
	})
	if at < 0 {
		return false
	}
	p.once = slices.Delete(p.once, at, at+1)
	return true
}
