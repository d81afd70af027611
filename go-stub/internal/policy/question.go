package policy

// Question is whether a command may run in a directory.
type Question struct {
	WorkspaceID string
	SessionID   string
	Root        string // the workspace's directory, resolved; empty grants nothing
	Dir         string // resolved
	Requested   string // as it was given
	Command     string
	Key         string // tells callers that do not wait apart
	Fail        bool   // do not wait
	Allow       []string
	Asked       func(Request) // before a wait
}
