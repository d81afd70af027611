package snapshot

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
)

// tidy removes what is old, now and then, and everything where it is too much:
// then it answers true.
func (r *repository) tidy(ctx context.Context) bool {
	if r.made++; r.made <= tidyEvery {
		return false
	}
	r.made = 0
	if _, err := os.Stat(r.gitDir); err != nil {
		return true
	}
	if _, err := r.git(ctx, "", "prune", "--expire="+keptFor); ctx.Err() != nil || err == nil && r.size() <= r.limits.Store {
		return false
	}
	return os.RemoveAll(r.gitDir) == nil
}

func (r *repository) size() int64 {
	total := int64(0)
	_ = filepath.WalkDir(r.gitDir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			if info, err := entry.Info(); err == nil {
				total += max(info.Size(), 4096)
			}
		}
		return nil
	})
	return total
}
