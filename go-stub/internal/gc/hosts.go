package gc

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

// deadHosts removes the folders of hosts that share the root and were not
// there for long.
func (c *collection) deadHosts() {
	c.others = slices.DeleteFunc(c.others, c.deadHost)
}

func (c *collection) deadHost(files layout.Layout) (dead bool) {
	own := files.Own()
	latest, bytes, err := weigh(own)
	holding, holdErr := life.Holder(files)
	switch {
	case err != nil || holdErr != nil:
		c.keep(own, "it cannot be looked at")
		return false
	case holding.Held:
		c.keep(own, "its stub runs")
		return false
	case c.Now.Sub(latest) < deadFor:
		c.keep(own, "it was used within the last 90 days")
		return false
	case !onlyOwn(files):
		c.keep(own, "there is something in it that is not the stub's")
		return false
	case !c.DryRun:
		if why := dropHost(files); why != "" {
			c.keep(own, "%s", why)
			return false
		}
	}
	c.removed(own, bytes, "a host that was not there for 90 days")
	return true
}

// dropHost removes what a stub has put there, and answers why something is left.
func dropHost(files layout.Layout) string {
	lock, err := life.LockUnused(files)
	if err != nil {
		return "it cannot be locked: " + err.Error()
	}
	if lock != nil {
		defer lock.Release()
	} else if holding, err := life.Holder(files); err != nil || holding.Held {
		return "its stub runs"
	}
	for _, dir := range []string{files.State, files.Log, files.Run} {
		if err := os.RemoveAll(dir); err != nil {
			return "it cannot be removed: " + err.Error()
		}
	}
	if err := os.Remove(files.Own()); err != nil {
		return "it cannot be removed: " + err.Error()
	}
	return ""
}

// onlyOwn tells whether a folder holds nothing but what a stub makes there.
func onlyOwn(files layout.Layout) bool {
	entries, err := os.ReadDir(files.Own())
	return err == nil && !slices.ContainsFunc(entries, func(entry os.DirEntry) bool {
		known := slices.Contains([]string{files.Run, files.Log, files.State}, filepath.Join(files.Own(), entry.Name()))
		return !known || !entry.IsDir()
	})
}

// weigh answers when anything in a folder was changed last, and its size.
func weigh(dir string) (latest time.Time, bytes int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.ModTime().After(latest) {
			latest = info.ModTime()
		}
		if info.Mode().IsRegular() {
			bytes += info.Size()
		}
		return nil
	})
	return latest, bytes, err
}
