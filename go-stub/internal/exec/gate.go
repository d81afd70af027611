package exec

import (
	"context"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Ask is the question whether a command may run in a directory.
type Ask struct {
	WorkspaceID string
	SessionID   string
	Cwd         string // as it was given; empty for the workspace's own
	Command     string
	Key         string
	Fail        bool             // answer with a PermissionRequired fault instead of waiting
	Allow       []policy.Allowed // granted for this once
	Asked       func(request any)
	Granted     func() // see policy.Question
}

// Gate decides on directories. It answers the resolved directory, or a
// *fault.Error: of kind Forbidden when the user said no. It returns when ctx
// ends.
type Gate interface {
	Enter(ctx context.Context, ask Ask) (dir string, err error)
}
