package gc

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// leftovers removes what crashes left in files that are written as a whole,
// and damaged files that nobody wanted to see.
func (c *collection) leftovers() {
	entries, _ := os.ReadDir(c.Files.Root)
	for _, entry := range entries {
		// The installation's own, of the file "version".
		if entry.Type().IsRegular() && strings.HasPrefix(entry.Name(), ".tmp-version-") {
			c.leftover(filepath.Join(c.Files.Root, entry.Name()), entry)
		}
	}
	for _, dir := range []string{c.Files.Run, c.Files.State} {
		_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && (path == c.Files.Outputs() || path == c.Files.Snapshots()) {
				return fs.SkipDir
			}
			if err == nil && entry.Type().IsRegular() {
				c.leftover(path, entry)
			}
			return nil
		})
	}
}

func (c *collection) leftover(path string, entry fs.DirEntry) {
	info, err := entry.Info()
	if err != nil {
		return
	}
	switch {
	case state.IsTemporary(entry.Name()):
		if c.younger(info, youngFor) {
			c.keep(path, "it may still be written")
			return
		}
		c.remove(path, info, "a file that was never finished")
	case state.IsDamaged(entry.Name()):
		if c.younger(info, damagedFor) {
			c.keep(path, "it was set aside within the last 30 days")
			return
		}
		c.remove(path, info, "a damaged file that was set aside")
	}
}
