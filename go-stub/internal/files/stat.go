package files

import (
	"errors"
	"io/fs"
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
	Approved bool   `json:"approved"` // for good
}

// Stat asks nobody, and refuses nothing that the host does not refuse.
func (p Place) Stat(name string) (Stat, error) {
	t, err := p.Reach(name)
	if isMissing(err) {
		path, _ := p.absolute(name)
		// Below what is no directory: as far in as that is.
		inside := policy.Inside(p.Real, p.nearest(path))
		return Stat{Path: text(path), Resolved: text(path), Type: "none", Inside: inside}, nil
	}
	if err != nil {
		return Stat{}, err
	}
	s := Stat{Path: text(t.Path), Resolved: text(t.Resolved), Type: "none", Inside: t.Inside, Approved: t.Approved}
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

// Permitted is Stat of what is there and may be read, or why that is not so.
func (p Place) Permitted(name string) (Stat, error) {
	t, err := p.Reach(name)
	if err != nil {
		return Stat{}, err
	}
	if err := p.permit(t); err != nil {
		return Stat{}, err
	}
	s, err := p.Stat(name)
	if err == nil && s.Type == "none" {
		err = notThere(name)
	}
	s.Resolved = t.Resolved
	return s, err
}
