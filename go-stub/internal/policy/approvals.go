package policy

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Approval is an "always" of the user, of one workspace.
type Approval struct {
	Pattern string `json:"pattern"`
	// Path is the directory that was approved with all below it. Where it is
	// known it decides, for a name may contain '*'.
	Path string `json:"path"`
	At   int64  `json:"at"` // Unix milliseconds
}

func (a Approval) covers(dir string) bool {
	if a.Path != "" {
		return Inside(a.Path, dir)
	}
	return Covers(a.Pattern, dir)
}

// approvals are kept in one file a workspace. The policy's lock guards them.
type approvals struct {
	dir string
	of  map[string][]Approval
}

func loadApprovals(dir string, damage *state.Report) (*approvals, error) {
	a := &approvals{dir: dir, of: map[string][]Approval{}}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		workspaceID, ok := strings.CutSuffix(entry.Name(), ".json")
		if !ok || !id.Valid("wrk", workspaceID) {
			continue
		}
		var list []Approval
		if err := state.ReadJSON(filepath.Join(dir, entry.Name()), &list); err != nil {
			damage.Damaged(filepath.Join(dir, entry.Name()), err)
			continue
		}
		a.of[workspaceID] = list
	}
	return a, nil
}

func (a *approvals) cover(workspaceID, dir string) bool {
	return slices.ContainsFunc(a.of[workspaceID], func(x Approval) bool { return x.covers(dir) })
}

// add is on disk when it returns nil. What covers the directory already is
// answered as it is.
func (a *approvals) add(workspaceID, dir string, now time.Time) (Approval, error) {
	list := a.of[workspaceID]
	if i := slices.IndexFunc(list, func(x Approval) bool { return x.covers(dir) }); i >= 0 {
		return list[i], nil
	}
	added := Approval{Pattern: below(dir), Path: dir, At: now.UnixMilli()}
	return added, a.replace(workspaceID, append(slices.Clone(list), added))
}

// revoke is on disk when it answers how many had the pattern.
func (a *approvals) revoke(workspaceID, pattern string) (int, error) {
	list := a.of[workspaceID]
	left := slices.DeleteFunc(slices.Clone(list), func(x Approval) bool { return x.Pattern == pattern })
	if len(left) == len(list) {
		return 0, nil
	}
	return len(list) - len(left), a.replace(workspaceID, left)
}

func (a *approvals) replace(workspaceID string, list []Approval) error {
	if err := state.WriteJSON(a.file(workspaceID), list); err != nil {
		return err
	}
	a.of[workspaceID] = list
	return nil
}

func (a *approvals) forget(workspaceID string) error {
	delete(a.of, workspaceID)
	if err := os.Remove(a.file(workspaceID)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (a *approvals) file(workspaceID string) string {
	return filepath.Join(a.dir, workspaceID+".json")
}

// below is the pattern of a directory and all that is in it.
func below(dir string) string { return withSlash(dir) + "*" }
