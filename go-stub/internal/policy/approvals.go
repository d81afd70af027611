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
		for i := range list {
			list[i].migrate()
		}
		a.of[workspaceID] = slices.DeleteFunc(list, func(x Approval) bool { return x.Path == "" })
	}
	return a, nil
}

// migrate completes one of a time when all were for every access, and for a
// directory with all below it.
func (a *Approval) migrate() {
	if a.Access != 0 {
		return
	}
	a.Access, a.Tree = All, true
	if a.Path == "" {
		a.Path = literal(a.Pattern)
	}
}

func (a *approvals) cover(workspaceID string, t Touch, secret string, now time.Time) bool {
	return slices.ContainsFunc(a.of[workspaceID], func(x Approval) bool { return x.covers(t, secret, now) })
}

// add is on disk when it returns nil. What is granted already is answered as
// it is; what the new one contains goes.
func (a *approvals) add(workspaceID string, secret func(string) string, added ...Approval) ([]Approval, error) {
	list := slices.Clone(a.of[workspaceID])
	result := make([]Approval, 0, len(added))
	for i := range added {
		one := added[i]
		in := secret(one.Path)
		if at := slices.IndexFunc(list, func(x Approval) bool { return x.contains(&one, in) }); at >= 0 {
			result = append(result, list[at])
			continue
		}
		list = slices.DeleteFunc(list, func(x Approval) bool {
			if x.Pattern != one.Pattern || !one.contains(&x, "") {
				return false
			}
			one.At = min(one.At, x.At) // what began by the other one ends with this one
			return true
		})
		list, result = append(list, one), append(result, one)
	}
	if slices.Equal(list, a.of[workspaceID]) {
		return result, nil
	}
	return result, a.replace(workspaceID, list)
}

// remove is on disk when it answers what it removed.
func (a *approvals) remove(workspaceID string, gone func(*Approval) bool) ([]Approval, error) {
	var removed, left []Approval
	for _, one := range a.of[workspaceID] {
		if gone(&one) {
			removed = append(removed, one)
		} else {
			left = append(left, one)
		}
	}
	if len(removed) == 0 {
		return nil, nil
	}
	return removed, a.replace(workspaceID, left)
}

func (a *approvals) replace(workspaceID string, list []Approval) error {
	if list == nil {
		list = []Approval{}
	}
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

// drop forgets what has expired, where it cannot be taken off the disk.
func (a *approvals) drop(workspaceID string, now time.Time) {
	a.of[workspaceID] = slices.DeleteFunc(slices.Clone(a.of[workspaceID]), func(x Approval) bool { return x.expired(now) })
}
