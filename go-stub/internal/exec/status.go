package exec

import "github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"

// Status is a command as the API shows it. Times are Unix milliseconds.
type Status struct {
	ID          string      `json:"id"`
	Key         string      `json:"key"`
	Argv        []string    `json:"argv,omitempty"`
	Command     string      `json:"command,omitempty"`
	Cwd         string      `json:"cwd"`
	State       string      `json:"state"`
	PID         int         `json:"pid"`
	StartedAt   int64       `json:"startedAt"`
	EndedAt     int64       `json:"endedAt"`
	ExitCode    *int        `json:"exitCode"`
	Signal      *string     `json:"signal"`
	TimedOut    bool        `json:"timedOut"`
	Killed      bool        `json:"killed"`
	Output      OutputState `json:"output"`
	Stdin       StdinState  `json:"stdin"`
	WorkspaceID string      `json:"workspaceID"`
	SessionID   string      `json:"sessionID"`
	// The lease that it was started under, in force or not, and who held it.
	LeaseID   string        `json:"leaseID"`
	StartedBy *lease.Holder `json:"startedBy,omitempty"`
	// The file that has all output, as far as it was not cut there too.
	OutputPath string `json:"outputPath,omitempty"`
	OutputCut  bool   `json:"outputCut,omitempty"`
}

// OutputState says which offsets are kept: start > 0 means that the output before it was cut.
type OutputState struct {
	Start int64 `json:"start"`
	End   int64 `json:"end"`
}

// StdinState says how much the command's stdin pipe took.
type StdinState struct {
	Received int64 `json:"received"`
	Closed   bool  `json:"closed"`
}
