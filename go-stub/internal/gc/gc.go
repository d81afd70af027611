// Package gc removes from a root what no stub needs any more, and nothing that
// it does not know.
package gc

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// How old things must be.
const (
	youngFor    = time.Hour           // a version, an upload, a temporary: somebody may be at work
	damagedFor  = 30 * 24 * time.Hour // a file that was set aside: somebody may want to look
	orphanedFor = 30 * 24 * time.Hour // a session without its workspace: it may be on its way there
	deadFor     = 90 * 24 * time.Hour // a host that shares the root
)

// Options of a collection.
type Options struct {
	Files  layout.Layout
	SHA256 string   // of the running executable
	Keep   []string // beginnings of the SHA-256 of versions that stay, 12 digits each
	DryRun bool
	Now    time.Time
}

// Report is what `gc --json` prints.
type Report struct {
	V          int       `json:"v"`
	Root       string    `json:"root"`
	Removed    []Removed `json:"removed"`
	Kept       []Kept    `json:"kept"` // what might have been removed, or could not be
	FreedBytes int64     `json:"freedBytes"`
	DryRun     bool      `json:"dryRun"` // nothing was removed, only looked for
}

// Removed is one file or folder.
type Removed struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
	Why   string `json:"why"`
}

// Kept is one file or folder that stays.
type Kept struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// Collect removes what is not needed, or only says what that is. What cannot
// be looked at or removed is kept, with the reason.
func Collect(opts Options) (Report, error) {
	c := &collection{Options: opts, report: Report{V: 1, Root: opts.Files.Root, Removed: []Removed{}, Kept: []Kept{}, DryRun: opts.DryRun}}
	info, err := os.Stat(opts.Files.Root)
	if errors.Is(err, fs.ErrNotExist) {
		return c.report, nil
	}
	if err != nil {
		return c.report, fmt.Errorf("look at the root: %w", err)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Geteuid() {
		return c.report, fmt.Errorf("%w: %s belongs to uid %d, not to uid %d", layout.ErrBadRoot, opts.Files.Root, stat.Uid, os.Geteuid())
	}
	others, err := opts.Files.Hosts()
	if err != nil {
		return c.report, fmt.Errorf("look at the hosts of the root: %w", err)
	}
	for _, other := range others {
		if other.Run != opts.Files.Run {
			c.others = append(c.others, other)
		}
	}
	c.deadHosts()
	c.versions()
	c.uploads()
	c.leftovers()
	c.orphans()
	return c.report, nil
}

// collection is one run.
type collection struct {
	Options
	others []layout.Layout // of other hosts that share the root
	report Report
}

func (c *collection) keep(path, format string, args ...any) {
	c.report.Kept = append(c.report.Kept, Kept{Path: path, Why: fmt.Sprintf(format, args...)})
}

// remove takes a file away, or only says so.
func (c *collection) remove(path string, info fs.FileInfo, why string) {
	if !c.DryRun {
		if err := os.Remove(path); err != nil {
			c.keep(path, "it cannot be removed: %v", err)
			return
		}
	}
	c.removed(path, info.Size(), why)
}

func (c *collection) removed(path string, bytes int64, why string) {
	c.report.Removed = append(c.report.Removed, Removed{Path: path, Bytes: bytes, Why: why})
	c.report.FreedBytes += bytes
}

func (c *collection) younger(info fs.FileInfo, than time.Duration) bool {
	return c.Now.Sub(info.ModTime()) < than
}
