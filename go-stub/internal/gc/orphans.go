package gc

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// orphans removes the state of workspaces that are gone. A stub has its state
// in memory, so this waits until none runs; the lock keeps one from starting.
func (c *collection) orphans() {
	if _, err := os.Stat(c.Files.State); err != nil {
		return
	}
	holding, err := life.Holder(c.Files)
	if err == nil && !holding.Held && !c.DryRun {
		var lock *life.Lock
		if lock, err = life.LockUnused(c.Files); lock != nil {
			defer lock.Release()
		}
		holding.Held = lock == nil
	}
	switch {
	case err != nil:
		c.keep(c.Files.State, "it cannot be told whether a stub runs: %v", err)
	case holding.Held:
		c.keep(c.Files.State, "a stub runs: what workspaces have left is looked for when none does")
	default:
		c.approvals()
		c.sessions()
		c.folders(c.Files.Outputs(), "outputs of a workspace that is gone")
		c.folders(c.Files.Snapshots(), "snapshots of a workspace that is gone")
	}
}

// folders removes those that are named for workspaces that are gone.
func (c *collection) folders(in, why string) {
	entries, _ := os.ReadDir(in)
	for _, entry := range entries {
		if !entry.IsDir() || !id.Valid("wrk", entry.Name()) || !c.gone(entry.Name()) {
			continue
		}
		path := filepath.Join(in, entry.Name())
		_, bytes, err := weigh(path)
		if err == nil && !c.DryRun {
			err = os.RemoveAll(path)
		}
		if err != nil {
			c.keep(path, "it cannot be removed: %v", err)
			continue
		}
		c.removed(path, bytes, why)
	}
}

func (c *collection) approvals() {
	for _, entry := range c.stateFiles("approvals") {
		workspaceID, ok := strings.CutSuffix(entry.Name(), ".json")
		info, err := entry.Info()
		if ok && err == nil && id.Valid("wrk", workspaceID) && c.gone(workspaceID) {
			c.remove(filepath.Join(c.Files.State, "approvals", entry.Name()), info, "approvals of a workspace that is gone")
		}
	}
}

func (c *collection) sessions() {
	for _, entry := range c.stateFiles("sessions") {
		name, ok := strings.CutSuffix(entry.Name(), ".jsonl")
		info, err := entry.Info()
		if !ok || err != nil || !id.Valid("ses", name) {
			continue
		}
		path := filepath.Join(c.Files.State, "sessions", entry.Name())
		workspaceID, err := session.WorkspaceOf(path)
		switch {
		case err != nil:
			c.keep(path, "it cannot be read: %v", err)
		case workspaceID == "" || !c.gone(workspaceID):
		case c.younger(info, orphanedFor):
			c.keep(path, "its workspace %s is gone, but it was written within the last 30 days", workspaceID)
		default:
			c.remove(path, info, "a session of a workspace that is gone")
		}
	}
}

// gone tells a workspace that was removed from one whose file is damaged.
func (c *collection) gone(workspaceID string) bool {
	if workspaceID == workspace.Home {
		return false
	}
	for _, entry := range c.stateFiles("workspaces") {
		if name, ok := strings.CutPrefix(entry.Name(), workspaceID+".json"); ok && (name == "" || strings.HasPrefix(name, ".damaged-")) {
			return false
		}
	}
	return true
}

func (c *collection) stateFiles(kind string) []os.DirEntry {
	entries, _ := os.ReadDir(filepath.Join(c.Files.State, kind))
	files := entries[:0]
	for _, entry := range entries {
		if entry.Type().IsRegular() {
			files = append(files, entry)
		}
	}
	return files
}
