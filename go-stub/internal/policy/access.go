package policy

import "fmt"

// Access is what is done with a path, in bits. In JSON it is "read", "edit" or
// "all", as OpenCode names its permissions.
type Access uint8

// Edit is to write, create, remove and rename. It does not bring Read along.
const (
	Read Access = 1 << iota
	Edit

	All = Read | Edit
)

// Has reports whether a has every bit of want.
func (a Access) Has(want Access) bool { return a&want == want }

func (a Access) String() string {
	switch a {
	case 0:
		return "none"
	case Read:
		return "read"
	case Edit:
		return "edit"
	}
	return "all"
}

// MarshalText has the names that UnmarshalText takes.
func (a Access) MarshalText() ([]byte, error) {
	if a != Read && a != Edit && a != All {
		return nil, fmt.Errorf("policy: no name for access %d", a)
	}
	return []byte(a.String()), nil
}

// UnmarshalText takes "" as "all".
func (a *Access) UnmarshalText(text []byte) error {
	switch string(text) {
	case "read":
		*a = Read
	case "edit":
		*a = Edit
	case "all", "":
		*a = All
	default:
		return fmt.Errorf(`access %q is none of "read", "edit", "all"`, text)
	}
	return nil
}

// Touch is a path that a command or a request wants to reach.
type Touch struct {
	// Path is resolved: clean, absolute, with every symbolic link followed. Of
	// what is not there it is the resolved nearest parent and the rest.
	Path      string
	Requested string // as it was written
	Access    Access
	Tree      bool // with all below it: a directory that is listed, walked, removed, or where a command runs
	Secret    bool // set by the policy
	// Made says that nothing was there when it was looked at: what is made is
	// made in its directory. See WithMade.
	Made bool
}

// Rule is what is granted: the sandbox is given them.
type Rule struct {
	Path   string // resolved
	Access Access
	Tree   bool // with all below it
}
