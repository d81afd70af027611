package files

import (
	"errors"
	"io/fs"
	"path/filepath"
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
	walked   bool // all below it is meant as well
}

// Reach answers where a name leads; it is not asked whether one may go there.
func (p Place) Reach(name string) (Target, error) {
	path, err := p.absolute(name)
	if err != nil {
		return Target{}, err
	}
	real, there, err := policy.Follow(path)
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
	path = filepath.Clean(path)
	dir, there, err := policy.Follow(filepath.Dir(path))
	if err != nil {
		return Target{}, explain(name, err)
	}
	return p.target(name, path, filepath.Join(dir, filepath.Base(path)), there), nil
}

func (p Place) target(name, path, real string, there bool) Target {
	return Target{Name: name, Path: filepath.Clean(path), Resolved: real, There: there, Inside: policy.Inside(p.Real, real)}
}

// absolute leaves ".." as it is: what it is of is known when links are followed.
func (p Place) absolute(name string) (string, error) {
	if name == "" {
		return "", fault.Bad("path", "invalid_field", "path is missing.")
	}
	if strings.IndexByte(name, 0) >= 0 {
		return "", fault.Bad("path", "invalid_field", "path contains a NUL byte.")
	}
	switch {
	case name == "~" || strings.HasPrefix(name, "~/"):
		return p.Home + name[1:], nil
	case !filepath.IsAbs(name):
		return p.Root + "/" + name, nil
	}
	return name, nil
}

// permit refuses what is neither in the workspace, nor approved, nor allowed
// for this once. Nobody is asked.
func (p Place) permit(t Target, access policy.Access) error {
	if access == policy.Read && policy.Inside(p.Outputs, t.Resolved) {
		return nil
	}
	missing, err := p.missing(t.touch(access), p.Allow)
	if err != nil {
		return err
	}
	if len(missing) == 0 {
		return nil
	}
	directory := filepath.Dir(t.Resolved)
	if isDirectory(t.Resolved) {
		directory = t.Resolved
	}
	if missing[0].Secret {
		return fault.New(fault.PermissionRequired, "permission_required",
			"%s may hold secrets, which are approved by name only; ask the user, and allow %s.", t.Resolved, t.Resolved).
			With("path", t.Path).With("resolved", t.Resolved).With("directory", directory).
			With("patterns", missing[0].Patterns()).With("warning", missing[0].Warning())
	}
	return fault.New(fault.PermissionRequired, "permission_required",
		"%s is outside of the workspace and not approved; ask the user, and allow %s.", t.Resolved, filepath.Join(directory, "*")).
		With("path", t.Path).With("resolved", t.Resolved).With("directory", directory)
}

func (t *Target) touch(access policy.Access) policy.Touch {
	return policy.Touch{Path: t.Resolved, Requested: t.Name, Access: access, Tree: t.walked}
}

func isDirectory(real string) bool {
	is, err := lookAtPath(real)
	return err == nil && is.kind() == "directory"
}

func (p Place) missing(touch policy.Touch, allow []policy.Allowed) ([]policy.Touch, error) {
	if policy.Inside(p.Tmp, touch.Path) {
		return nil, nil
	}
	if p.Judge != nil {
		return p.Judge.Missing(policy.Question{WorkspaceID: p.WorkspaceID, Root: p.Real, Touches: []policy.Touch{touch}, Allow: allow})
	}
	if policy.Inside(p.Real, touch.Path) {
		return nil, nil
	}
	return []policy.Touch{touch}, nil
}

// MayRead says whether a resolved path may be read, and asks nobody.
func (p Place) MayRead(real string) bool {
	return p.permit(Target{Path: real, Resolved: real}, policy.Read) == nil
}

// permitChange is permit of what is not only read.
func (p Place) permitChange(t Target) error {
	if !t.Inside && policy.Inside(p.Outputs, t.Resolved) {
		return fault.New(fault.Forbidden, "path_not_writable", "%s is the output of a command, which is only read.", t.Resolved).With("path", t.Path)
	}
	return p.permit(t, policy.Edit)
}

// visit holds the place of a target that one may read.
func (p Place) visit(t Target) (spot, error) {
	if err := p.permit(t, policy.Read); err != nil {
		return spot{}, err
	}
	return enter(t)
}

// enter holds the place of a target that is permitted.
func enter(t Target) (spot, error) {
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

// kindOfPath is a thing that is not listed where it may not be read.
func (p Place) kindOfPath(path string) fs.FileMode {
	real, there, err := policy.Follow(path)
	if err != nil || !there || !p.MayRead(real) {
		return fs.ModeIrregular
	}
	is, err := lookAtPath(real)
	if err != nil {
		return fs.ModeIrregular
	}
	return is.mode().Type()
}
