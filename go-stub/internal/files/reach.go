package files

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Target is where the name of a request leads.
type Target struct {
	Name     string // as it was given
	Path     string // absolute, by the names that the user knows
	Resolved string // without symbolic links, also where nothing is there
	There    bool
	Inside   bool // of the workspace's directory
	Approved bool // for good
}

// Reach answers where a name leads; it is not asked whether one may go there.
func (p Place) Reach(name string) (Target, error) {
	path, err := p.absolute(name)
	if err != nil {
		return Target{}, err
	}
	real, there, err := follow(path)
	if err != nil {
		return Target{}, explain(name, err)
	}
	return p.target(name, path, real, there), nil
}

// reachName is Reach of the name itself, and not of what a link of that name leads to.
func (p Place) reachName(name string) (Target, error) {
	path, err := p.absolute(name)
	if err != nil {
		return Target{}, err
	}
	dir, there, err := follow(filepath.Dir(path))
	if err != nil {
		return Target{}, explain(name, err)
	}
	return p.target(name, path, filepath.Join(dir, filepath.Base(path)), there), nil
}

func (p Place) target(name, path, real string, there bool) Target {
	return Target{
		Name: name, Path: path, Resolved: real, There: there, Inside: policy.Inside(p.Real, real),
		Approved: policy.Inside(p.Outputs, real) || p.Granted != nil && (p.Granted(real) || p.Granted(filepath.Dir(real))),
	}
}

func (p Place) absolute(name string) (string, error) {
	if name == "" {
		return "", fault.Bad("path", "invalid_field", "path is missing.")
	}
	if strings.IndexByte(name, 0) >= 0 {
		return "", fault.Bad("path", "invalid_field", "path contains a NUL byte.")
	}
	switch {
	case name == "~" || strings.HasPrefix(name, "~/"):
		name = p.Home + name[1:]
	case !filepath.IsAbs(name):
		name = filepath.Join(p.Root, name)
	}
	return filepath.Clean(name), nil
}

// permit refuses what is neither in the workspace, nor approved, nor allowed
// for this once. Nobody is asked.
func (p Place) permit(t Target) error {
	if t.Inside || t.Approved || slices.ContainsFunc(p.Allow, func(pattern string) bool {
		return policy.Covers(pattern, t.Resolved) || policy.Covers(pattern, filepath.Dir(t.Resolved))
	}) {
		return nil
	}
	directory := filepath.Dir(t.Resolved)
	if is, err := lookAtPath(t.Resolved); err == nil && is.kind() == "directory" {
		directory = t.Resolved
	}
	return fault.New(fault.PermissionRequired, "permission_required",
		"%s is outside of the workspace and not approved; ask the user, and allow %s.", t.Resolved, directory).
		With("path", t.Path).With("resolved", t.Resolved).With("directory", directory)
}

// permitChange is permit of what is not only read.
func (p Place) permitChange(t Target) error {
	if !t.Inside && policy.Inside(p.Outputs, t.Resolved) {
		return fault.New(fault.Forbidden, "path_not_writable", "%s is the output of a command, which is only read.", t.Resolved).With("path", t.Path)
	}
	return p.permit(t)
}

// visit holds the place of a target that one may go to.
func (p Place) visit(t Target) (spot, error) {
	if err := p.permit(t); err != nil {
		return spot{}, err
	}
	if !t.There {
		return spot{}, notThere(t.Name)
	}
	s, err := hold(t.Resolved)
	if err != nil {
		return spot{}, explain(t.Name, err)
	}
	return s, nil
}

func notThere(name string) error {
	return fault.New(fault.NotFound, "path_not_found", "There is no %q on this host.", name).With("path", name)
}

func lookAtPath(real string) (info, error) {
	s, err := hold(real)
	if err != nil {
		return info{}, err
	}
	defer s.drop()
	return s.look()
}

func isMissing(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Kind == fault.NotFound
}
