// Package files reads and writes a workspace's files. Where a path leads is
// decided with its symbolic links followed, what was decided on is what is
// opened, and nothing is opened that is not a plain file or a directory.
package files

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Place is a workspace as its files are reached.
type Place struct {
	WorkspaceID string
	Root        string // the directory by the name that the user knows
	Real        string // the same without symbolic links; "" grants nothing
	Home        string // the user's, for "~" and git's global rules
	Judge       Judge  // nil grants what is in Real
	Allow       []policy.Allowed
	Outputs     string // a directory whose files may be read; "" for none
	Tmp         string // its commands' own, for temporary files; "" for none
}

// Judge decides on what is touched: a policy.Policy.
type Judge interface {
	Missing(policy.Question) ([]policy.Touch, error)
}

// Path is where a name leads.
type Path struct {
	Absolute string // by the names that the user knows
	Real     string // without symbolic links
	Relative string // of Absolute to the place's root
}

// Resolve answers where a name leads: relative to the root, absolute, or
// beginning with "~/". What is not there is a NotFound; what is in no place
// that was granted is a Forbidden, there or not.
func (p Place) Resolve(name string) (Path, error) {
	at := name
	if at == "" {
		at = "."
	}
	absolute, err := p.absolute(at)
	if err != nil {
		return Path{}, err
	}
	t, err := p.Reach(at)
	if err != nil {
		if p.permit(Target{Name: name, Resolved: p.nearest(absolute)}, policy.Read) != nil {
			return Path{}, p.outside(name)
		}
		return Path{}, err
	}
	if p.permit(t, policy.Read) != nil {
		return Path{}, p.outside(name)
	}
	if !t.There {
		return Path{}, notThere(name)
	}
	relative, _ := filepath.Rel(p.Root, t.Path)
	return Path{Absolute: t.Path, Real: t.Resolved, Relative: relative}, nil
}

// nearest is the closest thing above a path that is there, without links.
func (p Place) nearest(path string) string {
	for path != "/" {
		path = filepath.Dir(path)
		if real, there, err := policy.Follow(path); err == nil && there {
			return real
		}
	}
	return path
}

func (p Place) outside(name string) error {
	return fault.New(fault.Forbidden, "path_outside",
		"Access denied: path escapes project directory: %q does not lead into %s, or to a secret there, and where it leads is not approved.", name, p.Root).
		With("path", name)
}

func explain(name string, err error) error {
	switch {
	case errors.Is(err, policy.ErrMagic):
		return fault.New(fault.Forbidden, "path_magic", "%q %v.", name, err).With("path", name)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return fault.Bad("path", "path_too_long", "The path of %d bytes is longer than this host takes.", len(name))
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, "path_not_found", "There is no %q on this host.", name).With("path", name)
	case errors.Is(err, syscall.ENOTDIR):
		return fault.New(fault.NotFound, "path_not_found", "%q leads through something that is not a directory.", name).With("path", name)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Forbidden, "path_not_accessible", "%q may not be read by this user of the host.", name).With("path", name)
	}
	return fault.Bad("path", "path_unreadable", "%q cannot be read: %v.", name, err)
}
