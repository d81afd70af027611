package sandbox

import (
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// around gives out a grant without what is in it and is hidden. A directory on
// the way to that one may be listed, no more: whoever may make and rename
// entries in it could put another thing in the place of the hidden one.
func around(g grant, hidden []string) []grant {
	if slices.ContainsFunc(hidden, func(h string) bool { return policy.Inside(h, g.path) }) {
		return nil
	}
	if !slices.ContainsFunc(hidden, func(h string) bool { return policy.Inside(g.path, h) }) {
		return []grant{g}
	}
	// A grant counts for all below: to list the way means to list the hidden too.
	var list []grant
	entries, _ := os.ReadDir(g.path)
	for _, entry := range entries {
		if entry.Type()&os.ModeSymlink == 0 {
			list = append(list, around(grant{filepath.Join(g.path, entry.Name()), g.rights}, hidden)...)
		}
	}
	if g.rights&unix.LANDLOCK_ACCESS_FS_READ_DIR != 0 {
		list = append(list, grant{g.path, unix.LANDLOCK_ACCESS_FS_READ_DIR})
	}
	return list
}
