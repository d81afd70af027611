package exec

import "sync"

// quota is how much a command may print, both streams together. A nil one has
// no end.
type quota struct {
	whole uint64
	over  func() // called once, when there is more

	mu   sync.Mutex
	left uint64
	used bool
}

func newQuota(bytes uint64, end func(why string)) *quota {
	return &quota{whole: bytes, left: bytes, over: func() { end(overQuota(bytes)) }}
}

// take answers how many of n bytes count.
func (q *quota) take(n int) int {
	if q == nil {
		return n
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	counts := min(uint64(n), q.left)
	q.left -= counts
	if counts < uint64(n) && !q.used {
		q.used = true
		go q.over()
	}
	return int(counts)
}

// spent says that nothing more counts.
func (q *quota) spent() bool {
	if q == nil {
		return false
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.used
}
