package exec

import (
	"context"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

// Ask is the question whether a command may run in a directory.
type Ask struct {
	WorkspaceID string
	SessionID   string
	Cwd         string // as it was given; empty for the workspace's own
	Command     string
	Argv        []string          // instead, of a program that no shell starts
	Own         map[string]string // what the environment is to have besides
	Key         string
	Fail        bool             // answer with a PermissionRequired fault instead of waiting
	Allow       []policy.Allowed // granted for this once
	Terms       sandbox.Terms
	Asked       func(request any)
	Granted     func() // see policy.Question
}

// Entry is what a command may do: where it runs, and what it reaches.
type Entry struct {
	Dir   string        // resolved
	Guard *sandbox.Spec // nil: nothing holds it
	Loose string        // why it is not held to what was approved; "" when it is
	// OutputBytes is how much it may print; 0 for no limit.
	OutputBytes uint64
}

// Gate decides on directories. Of one that may be entered it answers how, else
// a *fault.Error: of kind Forbidden when the user said no. It returns when ctx
// ends.
type Gate interface {
	Enter(ctx context.Context, ask Ask) (Entry, error)
}
