package policy

import "time"

// Request is an open question to the user: the properties of permission.asked.
type Request struct {
	ID         string   `json:"id"`
	SessionID  string   `json:"sessionID"`
	Permission string   `json:"permission"`
	Patterns   []string `json:"patterns"`
	Metadata   Metadata `json:"metadata"`
	Always     []string `json:"always"`
}

// Metadata says what wants to go where.
type Metadata struct {
	Command     string   `json:"command"`
	Directories []string `json:"directories"`
	Path        string   `json:"path"`      // resolved
	Requested   string   `json:"requested"` // as it was given
	Filepath    string   `json:"filepath"`  // what OpenCode shows: Path
	ParentDir   string   `json:"parentDir"` // what OpenCode shows first: Path
}

// Replied are the properties of permission.replied.
type Replied struct {
	SessionID string `json:"sessionID"`
	RequestID string `json:"requestID"`
	Reply     string `json:"reply"`
}

// The answers of the user.
const (
	Once   = "once"
	Always = "always"
	Reject = "reject"
)

// subject is what is asked about: equal questions are one request.
type subject struct{ workspaceID, sessionID, dir string }

// pending is a request with all who wait for its answer.
type pending struct {
	Request
	subject
	asked   time.Time
	waiters map[chan error]struct{}
	// absent are the keys of callers that chose not to wait ("" for none): an
	// answer is kept for them.
	absent map[string]struct{}
}

// grant is one use of a "once" by a caller that did not wait.
type grant struct {
	subject
	key string
}

// patience is how long a question stays open, and a "once" stays good, when
// nobody waits for it.
const patience = 10 * time.Minute
