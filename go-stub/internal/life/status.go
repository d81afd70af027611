package life

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// State is what there is of a root's stub.
type State string

const (
	Running      State = "running"
	Unresponsive State = "unresponsive" // the lock is held, and its holder did not prove that it is the stub
)

// Status is what `status --json` prints. When nothing runs, State is the
// Predecessor that the next stub will see.
type Status struct {
	V       int    `json:"v"`
	Running bool   `json:"running"`
	State   State  `json:"state"`
	Reason  string `json:"reason,omitempty"` // of Unresponsive
	Root    string `json:"root"`
	Log     string `json:"log"`
	*Record        // of the running stub
	// Idle, Commands and Leases are known only when the stub answered; a stub
	// that only holds leases is idle.
	Idle     *bool `json:"idle,omitempty"`
	Commands *int  `json:"commands,omitempty"`
	Leases   *int  `json:"leases,omitempty"`
	// How commands are held, as the stub's health has it.
	Enforcement    string `json:"enforcement,omitempty"`
	EnforcementWhy string `json:"enforcementWhy,omitempty"`
}

// Look finds out; it makes and changes nothing.
func Look(ctx context.Context, files layout.Layout) (Status, error) {
	status := Status{V: 1, Root: files.Root, Log: files.LogFile()}
	held, err := lockHeld(files.LockFile())
	if err != nil {
		return Status{}, err
	}
	if !held {
		before, err := predecessor(files)
		status.State = State(before)
		return status, err
	}
	running, err := findRunning(ctx, files)
	if errors.Is(err, errUnknownHolder) || errors.Is(err, errUnresponsive) {
		status.State, status.Reason = Unresponsive, err.Error()
		if record, err := runningRecord(files); err == nil {
			status.Record = &record
		}
		return status, nil
	}
	if err != nil {
		return Status{}, err
	}
	status.Running, status.State, status.Record = true, Running, &running.record
	if doing, err := running.doing(ctx); err == nil {
		idle := *doing.Commands == 0
		status.Idle, status.Commands, status.Leases = &idle, doing.Commands, doing.Leases
		status.Enforcement, status.EnforcementWhy = doing.Enforcement, doing.EnforcementWhy
	}
	return status, nil
}

// doing is what the stub says of its commands; an older one knows no leases.
type doing struct {
	Commands *int `json:"commands"`
	Leases   *int `json:"leases"`

	Enforcement    string `json:"enforcement"`
	EnforcementWhy string `json:"enforcementWhy"`
}

func (p peer) doing(ctx context.Context) (doing, error) {
	res, err := p.do(ctx, http.MethodGet, "/global/health", "", p.authorized())
	if err != nil {
		return doing{}, err
	}
	var health struct {
		Stub doing `json:"stub"`
	}
	if err := json.Unmarshal(res.body, &health); err != nil || health.Stub.Commands == nil {
		return doing{}, errors.New("the stub's health does not count commands")
	}
	return health.Stub, nil
}
