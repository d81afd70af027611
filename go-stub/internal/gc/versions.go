package gc

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/install"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

// versions removes the installed ones that are neither in use nor wanted. No
// installation is under way meanwhile, and what one has just put there is young.
func (c *collection) versions() {
	release, alone := install.OwnBin(c.Files.Bin)
	defer release()
	entries, err := os.ReadDir(c.Files.Bin)
	if err != nil {
		return // a root may have no bin
	}
	inUse, _ := os.Readlink(filepath.Join(c.Files.Bin, version.Name))
	if inUse == "" {
		inUse = newest(entries)
	}
	running, unknown := c.running()
	for _, entry := range entries {
		path := filepath.Join(c.Files.Bin, entry.Name())
		begin, installed := version.HashInName(entry.Name())
		info, err := os.Lstat(path)
		switch {
		case strings.HasPrefix(entry.Name(), layout.UploadPrefix), entry.Name() == version.Name, os.IsNotExist(err):
		case err != nil:
			c.keep(path, "it cannot be looked at: %v", err)
		case !installed || !info.Mode().IsRegular():
			c.keep(path, "it is not a version of the stub")
		case entry.Name() == filepath.Base(inUse):
			c.keep(path, "it is the version in use")
		case running[begin] != "":
			c.keep(path, "it runs %s", running[begin])
		case unknown != "":
			c.keep(path, "it may run: %s", unknown)
		case strings.HasPrefix(c.SHA256, begin):
			c.keep(path, "it is what looks for old versions")
		case slices.Contains(c.Keep, begin):
			c.keep(path, "it was asked to be kept")
		case c.younger(info, youngFor):
			c.keep(path, "it was installed within the last hour")
		case !alone:
			c.keep(path, "an installation is under way")
		default:
			c.remove(path, info, "a version that is not in use")
		}
	}
}

// newest stands in for the link where the file system has none.
func newest(entries []fs.DirEntry) string {
	name, latest := "", int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		if _, installed := version.HashInName(entry.Name()); err == nil && installed && info.ModTime().UnixNano() > latest {
			name, latest = entry.Name(), info.ModTime().UnixNano()
		}
	}
	return name
}

// running answers which versions run and where, by the beginning of their
// hash, and why any other may run too.
func (c *collection) running() (where map[string]string, unknown string) {
	where = map[string]string{}
	for i, files := range append([]layout.Layout{c.Files}, c.others...) {
		host := "here"
		if i > 0 {
			host = "on " + filepath.Base(files.Own())
		}
		holding, err := life.Holder(files)
		switch {
		case err != nil:
			unknown = err.Error()
		// Locks of other hosts may not be seen from here: their record counts.
		case holding.Record != nil && (holding.Held || i > 0):
			if sum := holding.Record.SHA256; len(sum) >= 12 {
				where[sum[:12]] = host
			}
		case holding.Held:
			unknown = "a stub starts " + host
		}
	}
	return where, unknown
}

// uploads removes those that were abandoned.
func (c *collection) uploads() {
	entries, _ := os.ReadDir(c.Files.Bin)
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), layout.UploadPrefix) || entry.IsDir() {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			continue
		}
		path := filepath.Join(c.Files.Bin, entry.Name())
		if c.younger(info, youngFor) {
			c.keep(path, "it may still be arriving")
			continue
		}
		c.remove(path, info, "an upload that was abandoned")
	}
}
