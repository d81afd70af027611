package policy

import (
	"io/fs"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

// movedNames bounds the search for secrets that are not where they were.
const movedNames = 200_000

// Who may not see a secret may yet move a directory that it is in to where
// nobody looks for any, or make so many others that it is past the bounds.

// moved are the secrets that are not where they were any more.
func (s *seenSecrets) moved() map[identity]bool {
	gone := map[identity]bool{}
	for i, path := range s.paths {
		if is, ok := identityOf(path, unix.Lstat); !ok || is != s.files[i] {
			gone[s.files[i]] = true
		}
	}
	return gone
}

// follow puts before what was found what was known before and is still there,
// or was moved within the tree under a name that says what it is.
func (s *seenSecrets) follow(tree string, found []string, moved map[identity]bool, g guard) []string {
	var all []string
	for i, path := range s.paths {
		if !moved[s.files[i]] {
			all = append(all, path)
		}
	}
	for _, path := range found {
		if is, ok := identityOf(path, unix.Lstat); ok && moved[is] {
			all = append(all, path)
			delete(moved, is)
		}
	}
	names := movedNames
	_ = filepath.WalkDir(tree, func(path string, entry fs.DirEntry, err error) error {
		if names--; names < 0 || len(moved) == 0 {
			return fs.SkipAll
		}
		if err != nil || g.namedSecret(path) == "" {
			return nil
		}
		if is, ok := identityOf(path, unix.Lstat); ok && moved[is] {
			all = append(all, path)
			delete(moved, is)
		}
		if entry.IsDir() && path != tree {
			return fs.SkipDir
		}
		return nil
	})
	for _, path := range found {
		if len(all) < 2*maxSecrets && !slices.Contains(all, path) {
			all = append(all, path)
		}
	}
	return all
}

func filesAt(paths []string) []identity {
	files := make([]identity, len(paths))
	for i, path := range paths {
		files[i], _ = identityOf(path, unix.Lstat)
	}
	return files
}
