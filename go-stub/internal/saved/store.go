// Package saved keeps the whole output of commands in files, so that what was
// cut for a reader can be looked up: below the state, for some days, bounded.
package saved

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

const (
	// MaxFile bounds one output.
	MaxFile = 64 << 20
	// maxAll bounds those of a workspace: the oldest go.
	maxAll  = 8 * MaxFile
	maxDays = 7
)

// Store is the place of all outputs.
type Store struct {
	dir string
	now func() time.Time
}

// Open answers the store below the state, and removes what is old there. It
// makes nothing.
func Open(stateDir string, now func() time.Time) *Store {
	if real, err := filepath.EvalSymlinks(stateDir); err == nil {
		stateDir = real
	}
	s := &Store{dir: filepath.Join(stateDir, "output"), now: now}
	entries, _ := os.ReadDir(s.dir)
	for _, entry := range entries {
		s.sweep(filepath.Join(s.dir, entry.Name()))
	}
	return s
}

// Dir is where a workspace's outputs are.
func (s *Store) Dir(workspaceID string) string {
	if !id.Valid("wrk", workspaceID) {
		return ""
	}
	return filepath.Join(s.dir, workspaceID)
}

// Forget removes all of a workspace.
func (s *Store) Forget(workspaceID string) error {
	if dir := s.Dir(workspaceID); dir != "" {
		return os.RemoveAll(dir)
	}
	return nil
}

// sweep removes what is old, and of the rest the oldest past the bound.
func (s *Store) sweep(dir string) {
	if !isOwn(dir) {
		return
	}
	entries, _ := os.ReadDir(dir)
	var all []fs.FileInfo
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			all = append(all, info)
		}
	}
	slices.SortFunc(all, func(a, b fs.FileInfo) int { return cmp.Compare(b.ModTime().UnixNano(), a.ModTime().UnixNano()) })
	total := int64(0)
	for _, info := range all {
		if total += info.Size(); total > maxAll-MaxFile || s.now().Sub(info.ModTime()) > maxDays*24*time.Hour {
			_ = os.Remove(filepath.Join(dir, info.Name()))
		}
	}
	if len(all) == 0 {
		_ = os.Remove(dir) // where it is empty
	}
}

// isOwn is false for a link: what it leads to is not the stub's.
func isOwn(dir string) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir()
}
