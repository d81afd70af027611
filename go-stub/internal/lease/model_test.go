package lease

import (
	"slices"
	"time"
)

// model is what leases are meant to be, without disk or limits.
type model struct {
	inForce map[string]modelLease
	gone    map[string]string // the code that its holder is told
	fences  []int64           // of all grants ever
}

type modelLease struct {
	Request
	fence int64
	due   time.Time
}

func (m *model) expire(now time.Time) {
	for id, l := range m.inForce {
		if !now.Before(l.due) {
			m.lose(id, "lease_expired")
		}
	}
}

func (m *model) lose(id, code string) {
	delete(m.inForce, id)
	m.gone[id] = code
}

func (m *model) renew(id string, now time.Time) {
	l := m.inForce[id]
	l.due = now.Add(time.Duration(l.TTLMs) * time.Millisecond)
	m.inForce[id] = l
}

// inTheWay are those that r must replace or steal.
func (m *model) inTheWay(r Request) (rivals []string) {
	for id, l := range m.inForce {
		dead := slices.Contains(r.Replaces, id) && l.Holder.MachineID == r.Holder.MachineID
		if !dead && (r.Mode == Exclusive || l.Mode == Exclusive) {
			rivals = append(rivals, id)
		}
	}
	return rivals
}

// acquire answers the code of the refusal, "" for a grant.
func (m *model) acquire(r Request, fence int64, now time.Time) string {
	if _, ok := m.inForce[r.ID]; ok {
		m.renew(r.ID, now)
		return ""
	}
	if code := m.gone[r.ID]; code != "" {
		return code
	}
	rivals := m.inTheWay(r)
	if len(rivals) > 0 && !r.Steal {
		return "lease_held"
	}
	for _, id := range append(rivals, r.Replaces...) {
		if l, ok := m.inForce[id]; ok && (slices.Contains(rivals, id) || l.Holder.MachineID == r.Holder.MachineID) {
			m.lose(id, "lease_stolen")
		}
	}
	m.inForce[r.ID] = modelLease{Request: r, fence: fence}
	m.renew(r.ID, now)
	m.fences = append(m.fences, fence)
	return ""
}
