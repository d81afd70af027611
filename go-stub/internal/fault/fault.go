// Package fault holds the errors that a caller of the API is told about. A
// package says what kind a failure is; only the server knows HTTP statuses.
package fault

import "fmt"

// Kind says whose fault an error is and how the caller may react.
type Kind int

// The kinds of failure. The server maps each to one status and one error name.
const (
	Internal Kind = iota
	BadRequest
	Unauthorized
	Forbidden
	NotFound
	MethodNotAllowed
	TooLarge
	Conflict
	PermissionRequired
	LeaseHeld
	LeaseLost
	PatchRefused
	Changed
	NoSpace
	SnapshotUnavailable
	TooMany     // of what is counted over time
	Unavailable // for want of descriptors, processes or memory
	TimedOut    // the caller took too long
)

// Error is a failure with everything that its answer carries.
type Error struct {
	Kind    Kind
	Code    string         // stable, for programs
	Field   string         // of the request body or query, when one is to blame
	Message string         // for people: what failed and what to do
	Data    map[string]any // further properties of the answer's data
}

func (e *Error) Error() string { return e.Message }

// With adds a property to the answer's data and returns e.
func (e *Error) With(key string, value any) *Error {
	if e.Data == nil {
		e.Data = map[string]any{}
	}
	e.Data[key] = value
	return e
}

// New makes an error of a kind with a code.
func New(kind Kind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Bad blames one field of the request.
func Bad(field, code, format string, args ...any) *Error {
	e := New(BadRequest, code, format, args...)
	e.Field = field
	return e
}

// Missing says that there is no such thing.
func Missing(what, name string) *Error {
	return New(NotFound, "not_found", "There is no %s %q on this stub.", what, name)
}
