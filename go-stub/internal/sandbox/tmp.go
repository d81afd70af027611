package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
)

// Tmp has a private directory for temporary files for each workspace. They are
// beside other temporary files, not in the stub's folder, which no command
// reaches.
type Tmp struct {
	// Of is the stub's folder: each has its own.
	Of string

	mu  sync.Mutex
	top string
}

// Dir makes the directory of a workspace; "" where none can be made.
func (t *Tmp) Dir(workspaceID string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.top == "" || !isPrivate(t.top) {
		t.top = t.make()
	}
	dir := filepath.Join(t.top, workspaceID)
	shm := filepath.Join(dir, "shm")
	if info, err := os.Lstat(shm); t.top != "" && err == nil && !info.IsDir() {
		_ = os.Remove(shm) // a command put it there, and no other would start
	}
	if t.top == "" || os.MkdirAll(shm, 0o700) != nil {
		return ""
	}
	return dir
}

// Forget removes the directory of a workspace.
func (t *Tmp) Forget(workspaceID string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.top == "" {
		t.top = t.make()
	}
	if t.top == "" {
		return nil
	}
	return os.RemoveAll(filepath.Join(t.top, workspaceID))
}

// Sweep removes the directories of workspaces that are not there any more. It
// makes nothing.
func (t *Tmp) Sweep(known func(workspaceID string) bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	top, err := t.usual()
	if err != nil || !isPrivate(top) {
		return
	}
	entries, _ := os.ReadDir(top)
	for _, entry := range entries {
		if !known(entry.Name()) {
			_ = os.RemoveAll(filepath.Join(top, entry.Name()))
		}
	}
}

// Clear removes what commands of the stub in this folder left in their private
// directories, and these; what cannot be removed stays.
func Clear(root string) {
	resolved, err := filepath.EvalSymlinks(root)
	if err != nil {
		return
	}
	if top, err := (&Tmp{Of: resolved}).usual(); err == nil && isPrivate(top) {
		_ = os.RemoveAll(top)
	}
}

// make finds the stub's own again, by its name. One that somebody else made
// there, or that others may enter, is not taken.
func (t *Tmp) make() string {
	top, err := t.usual()
	if err != nil {
		return ""
	}
	if os.Mkdir(top, 0o700) == nil || isPrivate(top) {
		return top
	}
	top, err = os.MkdirTemp(filepath.Dir(top), filepath.Base(top)+"-")
	if err != nil {
		return ""
	}
	return top
}

// usual is where it is unless somebody else is there.
func (t *Tmp) usual() (string, error) {
	sum := sha256.Sum256([]byte(t.Of))
	place, err := filepath.EvalSymlinks(os.TempDir())
	return filepath.Join(place, "orssh-"+strconv.Itoa(os.Geteuid())+"-"+hex.EncodeToString(sum[:4])), err
}

func isPrivate(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
