// Package lease keeps the leases on this host: who may work here now, and why
// a lease that was lost is lost.
package lease

import "time"

// The modes of a lease.
const (
	Exclusive = "exclusive"
	Shared    = "shared"
)

// Holder is who has a lease.
type Holder struct {
	Workspace string `json:"workspace"`
	User      string `json:"user"`
	Machine   string `json:"machine"`
	MachineID string `json:"machineID"` // tells machines of one name apart
	PID       int64  `json:"pid"`
}

// Lease is the right to work on this host while it is renewed. Times are Unix
// milliseconds.
type Lease struct {
	ID     string `json:"id"`
	Mode   string `json:"mode"`
	Holder Holder `json:"holder"`
	TTLMs  int64  `json:"ttlMs"`
	// Fence is larger than that of every lease that was granted before.
	Fence      int64 `json:"fence"`
	AcquiredAt int64 `json:"acquiredAt"`
	ExpiresAt  int64 `json:"expiresAt"`
}

func (l Lease) ttl() time.Duration { return time.Duration(l.TTLMs) * time.Millisecond }

// rivals tells whether two leases may not be in force at one time.
func (l Lease) rivals(other Lease) bool {
	return l.ID != other.ID && (l.Mode == Exclusive || other.Mode == Exclusive)
}

// Why a lease was lost.
const (
	Stolen   = "stolen" // taken by another lease, also one of the same machine that replaces it
	Expired  = "expired"
	Released = "released"
)

// Lost is a lease that is no longer in force.
type Lost struct {
	Lease   Lease   `json:"lease"`
	Reason  string  `json:"reason"`
	By      *Holder `json:"by"` // who has stolen it
	ByLease string  `json:"byLease,omitempty"`
	At      int64   `json:"at"` // Unix milliseconds
	// Theft tells a lease that was taken from others from one that was replaced.
	Theft bool `json:"theft,omitempty"`
}

// Request asks for a lease: the body of POST /stub/v1/lease.
type Request struct {
	ID           string   `json:"id"`
	Mode         string   `json:"mode"`
	Holder       Holder   `json:"holder"`
	TTLMs        int64    `json:"ttlMs"`
	Replaces     []string `json:"replaces"`
	Steal        bool     `json:"steal"`
	StopCommands bool     `json:"stopCommands"`
}

// Grant is the answer to a Request.
type Grant struct {
	Lease    Lease   `json:"lease"`
	Stolen   []Lease `json:"stolen"`
	Stopping int     `json:"stopping"` // commands that were told to end
}
