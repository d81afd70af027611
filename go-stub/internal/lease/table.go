package lease

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Commands are those that run on this host. A function that it is given tells
// which belong to somebody: by holds who had the command's lease, and is nil
// when it has none.
type Commands interface {
	// CountUnfinished counts those that are not of.
	CountUnfinished(of func(leaseID string, by *Holder) bool) int
	// EndUnfinished tells those that are not of to end, and counts them.
	EndUnfinished(of func(leaseID string, by *Holder) bool) int
}

// Config is what a table works with. All fields are required.
type Config struct {
	StateDir string
	Damage   *state.Report
	Log      *slog.Logger
	Now      func() time.Time // with a monotonic reading: no step of the clock expires a lease
	Commands Commands
	// Announce is told of each lease that was lost but by its release.
	Announce func(Lost)
}

// Table holds the leases. Each change is on disk before anybody is told of it.
// It is safe for concurrent use.
type Table struct {
	cfg   Config
	file  string
	wall  func() int64 // Unix milliseconds
	write func(path string, v any) error

	mu     sync.Mutex
	state  snapshot
	lives  map[string]*life // of the leases in force
	timer  *time.Timer
	closed bool
}

// life is what of a lease is not on disk.
type life struct {
	ttl time.Duration
	due time.Time
}

// Open loads the leases; all that were in force have their full time again.
func Open(cfg Config) (*Table, error) {
	t := &Table{
		cfg: cfg, file: filepath.Join(cfg.StateDir, "lease.json"), lives: map[string]*life{},
		wall: func() int64 { return cfg.Now().UnixMilli() }, write: state.WriteJSON,
	}
	return t, t.load()
}

func (t *Table) load() error {
	loaded, err := load(t.file, t.cfg.Damage)
	if err != nil {
		return fmt.Errorf("leases: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.become(loaded)
	return nil
}

// Close stops looking for leases that expire.
func (t *Table) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	if t.timer != nil {
		t.timer.Stop()
	}
}

// List answers the leases in force, the oldest first.
func (t *Table) List() []Lease {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire()
	list := make([]Lease, 0, len(t.state.Leases))
	for _, l := range t.state.Leases {
		list = append(list, t.shown(l))
	}
	return list
}

// InForce counts the leases in force.
func (t *Table) InForce() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expire()
	return len(t.state.Leases)
}

// shown is the lease with the end that it has now.
func (t *Table) shown(l Lease) Lease {
	left := l.ttl()
	if live := t.lives[l.ID]; live != nil {
		left = live.due.Sub(t.cfg.Now())
	}
	l.ExpiresAt = t.wall() + left.Milliseconds()
	return l
}

// commit puts the next state on disk, and then in force. When it fails nothing
// has changed for anybody but the fence, which is not given twice.
func (t *Table) commit(next snapshot) error {
	if err := t.write(t.file, next); err != nil {
		t.state.Fence = max(t.state.Fence, next.Fence)
		return fmt.Errorf("keep the leases: %w", err)
	}
	t.become(next)
	return nil
}

func (t *Table) become(next snapshot) {
	t.state = next
	lives := map[string]*life{}
	for _, l := range next.Leases {
		live := t.lives[l.ID]
		if live == nil {
			live = &life{ttl: l.ttl(), due: t.cfg.Now().Add(l.ttl())}
		}
		lives[l.ID] = live
	}
	t.lives = lives
	t.schedule()
}
