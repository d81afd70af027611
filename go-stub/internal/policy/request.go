package policy

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
	Path        string   `json:"path"`      // resolved; the first of Touches
	Requested   string   `json:"requested"` // as it was given
	Filepath    string   `json:"filepath"`  // what OpenCode shows: Path
	ParentDir   string   `json:"parentDir"` // what OpenCode shows first: all of Touches, in a line
	Touches     []Wanted `json:"touches"`
	Unknown     []string `json:"unknown"`           // what else may be touched, in words
	Warning     string   `json:"warning,omitempty"` // what a person should know before a yes
}

// Wanted is a touch that is not granted.
type Wanted struct {
	Path      string `json:"path"` // resolved
	Requested string `json:"requested"`
	Access    Access `json:"access"`
	Tree      bool   `json:"tree"`
	Secret    bool   `json:"secret"`
	Made      bool   `json:"-"`
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
