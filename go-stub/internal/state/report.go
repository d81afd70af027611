package state

import (
	"errors"
	"slices"
	"sync"
)

// Damage is one state file that could not be used.
type Damage struct {
	Path   string `json:"path"` // where its content is now
	Reason string `json:"reason"`
}

// Report collects damage for whoever asks the stub how it is. The zero value
// is ready; it is safe for concurrent use.
type Report struct {
	mu   sync.Mutex
	list []Damage
}

// Damaged adds a file. A *DamagedError names the place that the file was moved to.
func (r *Report) Damaged(path string, err error) {
	damage := Damage{Path: path, Reason: err.Error()}
	var damaged *DamagedError
	if errors.As(err, &damaged) {
		damage = Damage{Path: damaged.Aside, Reason: damaged.Err.Error()}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, damage)
}

// List is a copy of what was reported so far, never nil.
func (r *Report) List() []Damage {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.list == nil {
		return []Damage{}
	}
	return slices.Clone(r.list)
}
