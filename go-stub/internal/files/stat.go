package files

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Stat is what is known of a path without its content.
type Stat struct {
	Path     string `json:"path"`
	Resolved string `json:"resolved"`
	Type     string `json:"type"` // "file", "directory", "other", "none"
	Size     int64  `json:"size"`
	Modified int64  `json:"modified"` // Unix milliseconds
	Mode     uint32 `json:"mode"`     // permission bits, with setuid, setgid and sticky
	Etag     string `json:"etag"`     // "" of none
	Inside   bool   `json:"inside"`   // of the workspace's directory
	Approved bool   `json:"approved"` // for good, to be read and edited
	Access   string `json:"access"`   // what is granted for good: "all", "read", "edit", "none"
	Secret   bool   `json:"secret"`   // granted by name only
}

// Stat asks nobody, and refuses nothing that the host does not refuse.
func (p Place) Stat(name string) (Stat, error) {
	t, err := p.Reach(name)
	if isMissing(err) {
		path, _ := p.absolute(name)
		path = filepath.Clean(path)
		// Below what is no directory: as far in as that is.
		at := Target{Name: name, Path: path, Resolved: p.nearest(path)}
		at.Inside = policy.Inside(p.Real, at.Resolved)
		s := Stat{Path: text(path), Resolved: text(path), Type: "none", Inside: at.Inside}
		p.judge(&s, at)
		return s, nil
	}
	if err != nil {
		return Stat{}, err
	}
	s := Stat{Path: text(t.Path), Resolved: text(t.Resolved), Type: "none", Inside: t.Inside}
	p.judge(&s, t)
	if !t.There {
		return s, nil
	}
	is, err := lookAtPath(t.Resolved)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return s, nil
	}
	if err != nil {
		return Stat{}, explain(name, err)
	}
	s.Type, s.Size, s.Modified, s.Mode, s.Etag = is.kind(), is.Size, is.modified(), is.Mode&0o7777, is.etag()
	return s, nil
}

// judge says what is granted for good.
func (p Place) judge(s *Stat, t Target) {
	granted := policy.Access(0)
	for _, access := range []policy.Access{policy.Read, policy.Edit} {
		missing, err := p.missing(t.touch(access), nil)
		if err == nil && len(missing) == 0 || access == policy.Read && policy.Inside(p.Outputs, t.Resolved) {
			granted |= access
		}
		s.Secret = s.Secret || len(missing) > 0 && missing[0].Secret
	}
	s.Access = granted.String()
	s.Approved = !t.Inside && granted.Has(policy.Read) && (granted == policy.All || policy.Inside(p.Outputs, t.Resolved))
}

// Permitted is Stat of what is there and may be read, or why that is not so.
func (p Place) Permitted(name string) (Stat, error) {
	t, err := p.Reach(name)
	if err != nil {
		return Stat{}, err
	}
	t.walked = isDirectory(t.Resolved)
	if err := p.permit(t, policy.Read); err != nil {
		return Stat{}, err
	}
	s, err := p.Stat(name)
	if err == nil && s.Type == "none" {
		err = notThere(name)
	}
	s.Resolved = t.Resolved
	return s, err
}
