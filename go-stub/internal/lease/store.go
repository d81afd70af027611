package lease

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// snapshot is what is on disk. It is never changed, only replaced.
type snapshot struct {
	Fence  int64   `json:"fence"`  // the last that was granted
	Leases []Lease `json:"leases"` // in force, the oldest first
	Lost   []Lost  `json:"lost"`   // the newest last
}

// maxLost bounds what is remembered of lost leases: as many that their holders
// released, which is no news to them, and as many others.
const maxLost = 64

// maxFence leaves room for as many grants again below 2^53, which JavaScript
// counts to.
const maxFence = 1 << 52

// load answers an empty snapshot when there is none that can be used. The
// fence then begins behind what damaged files show.
func load(path string, damage *state.Report) (snapshot, error) {
	var s snapshot
	err := state.ReadJSON(path, &s)
	if err == nil {
		if problem := s.problem(); problem != nil {
			err = state.SetAside(path, problem)
		}
	}
	if err == nil {
		return s, nil
	}
	var damaged *state.DamagedError
	switch {
	case errors.As(err, &damaged):
		damage.Damaged(path, err)
	case !errors.Is(err, fs.ErrNotExist):
		return snapshot{}, err
	}
	return snapshot{Fence: salvageFence(path)}, nil
}

var fenceForm = regexp.MustCompile(`"fence":\s*([0-9]{1,16})`)

// salvageFence is the largest fence in files that were set aside.
func salvageFence(path string) int64 {
	files, _ := filepath.Glob(path + ".damaged-*")
	var largest int64
	for _, file := range files {
		data, _ := os.ReadFile(file)
		for _, match := range fenceForm.FindAllSubmatch(data, -1) {
			if n, err := strconv.ParseInt(string(match[1]), 10, 64); err == nil && n <= maxFence {
				largest = max(largest, n)
			}
		}
	}
	return largest
}

// problem says what cannot be in a snapshot that this package wrote.
func (s snapshot) problem() error {
	if s.Fence < 0 || s.Fence > maxFence {
		return fmt.Errorf("%d is not a fence", s.Fence)
	}
	seen := map[string]bool{}
	for i, l := range s.Leases {
		r := Request{ID: l.ID, Mode: l.Mode, Holder: l.Holder, TTLMs: l.TTLMs}
		if err := r.check(); err != nil {
			return fmt.Errorf("lease %d: %w", i, err)
		}
		if seen[l.ID] || l.TTLMs == 0 || l.Fence <= 0 || l.Fence > s.Fence || i > 0 && l.Fence <= s.Leases[i-1].Fence {
			return fmt.Errorf("lease %s cannot be", l.ID)
		}
		seen[l.ID] = true
		if slices.ContainsFunc(s.Leases, l.rivals) {
			return fmt.Errorf("lease %s is not alone", l.ID)
		}
	}
	for i, lost := range s.Lost {
		if !id.Valid("lse", lost.Lease.ID) || seen[lost.Lease.ID] || !slices.Contains([]string{Stolen, Expired, Released}, lost.Reason) {
			return fmt.Errorf("lost lease %d cannot be", i)
		}
		seen[lost.Lease.ID] = true
	}
	return nil
}

func (s snapshot) lease(id string) (Lease, bool) {
	i := slices.IndexFunc(s.Leases, func(l Lease) bool { return l.ID == id })
	if i < 0 {
		return Lease{}, false
	}
	return s.Leases[i], true
}

func (s snapshot) lost(id string) *Lost {
	i := slices.IndexFunc(s.Lost, func(l Lost) bool { return l.Lease.ID == id })
	if i < 0 {
		return nil
	}
	return &s.Lost[i]
}

// without is the snapshot after these were lost.
func (s snapshot) without(lost ...Lost) snapshot {
	s.Leases = slices.DeleteFunc(slices.Clone(s.Leases), func(l Lease) bool {
		return slices.ContainsFunc(lost, func(gone Lost) bool { return gone.Lease.ID == l.ID })
	})
	all := append(slices.Clone(s.Lost), lost...)
	room := map[bool]int{true: maxLost, false: maxLost}
	s.Lost = nil
	for _, one := range slices.Backward(all) {
		if own := one.Reason == Released; room[own] > 0 {
			room[own]--
			s.Lost = append(s.Lost, one)
		}
	}
	slices.Reverse(s.Lost)
	return s
}
