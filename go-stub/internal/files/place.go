// Package files reads a workspace's files. Where a path leads is decided with
// its symbolic links followed, and nothing is opened that is not a plain file
// or a directory.
package files

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Place is a workspace as its files are reached.
type Place struct {
	Root string // the directory by the name that the user knows
	Real string // the same without symbolic links; "" grants nothing
	Home string // the user's, for "~" and git's global rules
	// Granted says whether a directory outside of Real was approved.
	Granted func(dir string) bool
	Allow   []string // patterns that are approved for this request
	Outputs string   // a directory whose files may be read; "" for none
}

// Path is where a name leads.
type Path struct {
	Absolute string // by the names that the user knows
	Real     string // without symbolic links
	Relative string // of Absolute to the place's root
	base     string // a directory that grants Real and all else in it
}

// Resolve answers where a name leads: relative to the root, absolute, or
// beginning with "~/". What is not there is a NotFound; what is in no place
// that was granted is a Forbidden, there or not.
func (p Place) Resolve(name string) (Path, error) {
	if strings.IndexByte(name, 0) >= 0 {
		return Path{}, fault.Bad("path", "invalid_field", "path contains a NUL byte.")
	}
	path := Path{Absolute: name}
	switch {
	case name == "~" || strings.HasPrefix(name, "~/"):
		path.Absolute = p.Home + name[1:]
	case !filepath.IsAbs(name):
		path.Absolute = filepath.Join(p.Root, name)
	}
	path.Absolute = filepath.Clean(path.Absolute)
	path.Relative, _ = filepath.Rel(p.Root, path.Absolute)
	real, failure := filepath.EvalSymlinks(path.Absolute)
	if failure != nil {
		if _, ok := p.grants(p.nearest(path.Absolute)); !ok {
			return Path{}, p.outside(name)
		}
		return Path{}, explain(name, failure)
	}
	path.Real = real
	base, ok := p.grants(real)
	if !ok {
		return Path{}, p.outside(name)
	}
	path.base = base
	return path, nil
}

// grants answers a directory that lets its contents be read, real among them.
func (p Place) grants(real string) (string, bool) {
	if policy.Inside(p.Real, real) {
		return p.Real, true
	}
	if p.Granted == nil {
		return "", false
	}
	if p.Granted(real) {
		return real, true
	}
	dir := filepath.Dir(real)
	return dir, dir != real && p.Granted(dir)
}

// nearest is the closest thing above a path that is there, without links.
func (p Place) nearest(path string) string {
	for path != "/" {
		path = filepath.Dir(path)
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
	}
	return path
}

func (p Place) outside(name string) error {
	return fault.New(fault.Forbidden, "path_outside",
		"Access denied: path escapes project directory: %q does not lead into %s, and where it leads is not approved.", name, p.Root).
		With("path", name)
}

func explain(name string, err error) error {
	switch {
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
