// Package state keeps small files that survive a crash: a file is replaced as
// a whole or not at all, and one that cannot be understood is set aside.
package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

const temporaryPrefix = ".tmp-"

// IsTemporary tells the name of a file that WriteFile makes before it is whole.
func IsTemporary(name string) bool { return strings.HasPrefix(name, temporaryPrefix) }

// WriteFile replaces path by data: a reader sees the old content or the new
// one, never a part. When it returns nil, the content is on disk. The file's
// mode is 0600; its directory must exist.
func WriteFile(path string, data []byte) error {
	return WriteFileBy(path, data, func(rename func() error) error { return rename() })
}

// WriteFileBy is WriteFile for a file that something else has to agree with:
// swap is called once the content is on disk beside path, and calls rename,
// which is what a reader sees.
func WriteFileBy(path string, data []byte, swap func(rename func() error) error) error {
	dir, name := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	// The '*' comes last, so a name's own '*' cannot take its place.
	f, err := os.CreateTemp(dir, temporaryPrefix+strings.ReplaceAll(name, "*", "_")+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	err = fill(f, data)
	if err == nil {
		err = swap(func() error { return os.Rename(f.Name(), path) })
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	return SyncDir(dir)
}

// WriteJSON is WriteFile with v as JSON and a final newline.
func WriteJSON(path string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return WriteFile(path, append(data, '\n'))
}

// SyncDir makes renames and removals in dir durable.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	defer func() { _ = d.Close() }()
	// Some file systems (older NFS, FUSE, 9p) know no fsync of a directory.
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}

// RemoveTemporaries removes what a crash in WriteFile left anywhere below
// dir, but for the directories that are named: those have no such files, and
// may have very many others. Nobody else may be writing there.
func RemoveTemporaries(dir string, but ...string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains(but, path) {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() || !IsTemporary(entry.Name()) {
			return nil
		}
		return os.Remove(path)
	})
}

// fill writes, syncs and closes f. CreateTemp made it 0600.
func fill(f *os.File, data []byte) error {
	_, err := f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
