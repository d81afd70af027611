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
	// Idle and Commands are known only when the stub answered.
	Idle     *bool `json:"idle,omitempty"`
	Commands *int  `json:"commands,omitempty"`
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
	if n, err := running.commands(ctx); err == nil {
		idle := n == 0
		status.Commands, status.Idle = &n, &idle
	}
	return status, nil
}

// commands is how many commands the stub runs.
func (p peer) commands(ctx context.Context) (int, error) {
	res, err := p.do(ctx, http.MethodGet, "/global/health", "", p.authorized())
	if err != nil {
		return 0, err
	}
	var health struct {
		Stub struct {
			Commands *int `json:"commands"`
		} `json:"stub"`
	}
	if err := json.Unmarshal(res.body, &health); err != nil || health.Stub.Commands == nil {
		return 0, errors.New("the stub's health does not count commands")
	}
	return *health.Stub.Commands, nil
}
