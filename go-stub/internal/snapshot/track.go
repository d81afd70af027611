package snapshot

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/search"
)

// Tracked is a snapshot by its name.
type Tracked struct {
	Tree string `json:"tree"`
	// Fresh says that no snapshot before it is kept.
	Fresh bool `json:"fresh,omitempty"`
}

// Track keeps what the files are now. Git's rules are respected; a file that is
// too large, or may not be read, is noted without its content.
func (s *Store) Track(ctx context.Context, p Place) (Tracked, error) {
	r, leave, err := s.enter(ctx, p)
	if err != nil {
		return Tracked{}, err
	}
	defer leave()
	fresh := r.tidy(ctx)
	tree, err := r.track(ctx)
	return Tracked{Tree: tree, Fresh: fresh}, err
}

func (r *repository) track(ctx context.Context) (string, error) {
	if err := r.prepare(ctx); err != nil {
		return "", err
	}
	now, err := r.look(ctx)
	if err != nil {
		return "", err
	}
	known, err := r.git(ctx, "", "ls-files", "-z")
	if err != nil {
		return "", err
	}
	gone := now.lacks(fields(known))
	if len(gone) > 0 {
		if _, err := r.git(ctx, zeroed(gone), "update-index", "--force-remove", "-z", "--stdin"); err != nil {
			return "", err
		}
	}
	if len(now.files) > 0 {
		if _, err := r.git(ctx, zeroed(now.files), append(r.packed(ctx), "update-index", "--add", "--remove", "--replace", "-z", "--stdin")...); err != nil {
			return "", err
		}
	}
	if len(now.noted) > 0 {
		if _, err := r.git(ctx, strings.Join(now.noted, ""), "update-index", "--add", "--replace", "-z", "--index-info"); err != nil {
			return "", err
		}
	}
	tree, err := r.git(ctx, "", "write-tree", "--missing-ok")
	return strings.TrimSpace(tree), err
}

// packed makes git write the first snapshot's files to one pack, as it does with
// large ones, and not each to a file of its own: many times as fast. A git that
// is older would make a pack of each.
func (r *repository) packed(ctx context.Context) []string {
	if _, err := os.Stat(filepath.Join(r.gitDir, "index")); err == nil {
		return nil
	}
	if said, err := r.git(ctx, "", "version"); err != nil || !packs(said) {
		return nil
	}
	return []string{"-c", "core.bigFileThreshold=1"}
}

// packs is about a git of 2.38 or newer.
func packs(said string) bool {
	parts := strings.SplitN(strings.TrimPrefix(said, "git version "), ".", 3)
	if len(parts) < 2 {
		return false
	}
	major, _ := strconv.Atoi(parts[0])
	minor, _ := strconv.Atoi(strings.TrimSpace(parts[1]))
	return major > 2 || major == 2 && minor >= 38
}

// seen is what is in the workspace at a moment.
type seen struct {
	files []string
	noted []string // as git's index has it: files without their content
	all   map[string]struct{}
}

func (s *seen) lacks(known []string) []string {
	var gone []string
	for _, name := range known {
		if _, ok := s.all[name]; !ok {
			gone = append(gone, name)
		}
	}
	return gone
}

func (r *repository) look(ctx context.Context) (*seen, error) {
	names, ok, err := search.Tracked(ctx, r.Dir, r.Home, r.skip, r.limits.Files)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, unavailable("too_large", "there are more than %d that git does not ignore", r.limits.Files)
	}
	s := &seen{all: make(map[string]struct{}, len(names))}
	total := int64(0)
	for _, name := range names {
		path := filepath.Join(r.Dir, name)
		info, err := os.Lstat(path)
		if err != nil {
			continue // it went meanwhile
		}
		s.all[name] = struct{}{}
		plain := info.Mode().IsRegular()
		if plain && (info.Size() > r.limits.File || unix.Access(path, unix.R_OK) != nil) {
			mark := sha1.Sum(fmt.Append(nil, info.Size(), info.ModTime().UnixNano()))
			s.noted = append(s.noted, mode(noted)+" "+hex.EncodeToString(mark[:])+"\t"+name+"\x00")
			continue
		}
		if plain {
			total += info.Size()
		}
		s.files = append(s.files, name)
	}
	if total > r.limits.Total {
		return nil, unavailable("too_large", "they have %d MB, and %d MB are the limit; let git ignore what need not be kept", total>>20, r.limits.Total>>20)
	}
	return s, nil
}

// noted is the mode of what git takes for a repository in this one: of that it
// keeps a name and a hash.
const noted = 0o160000

func mode(bits int) string { return fmt.Sprintf("%06o", bits) }

func zeroed(names []string) string { return strings.Join(names, "\x00") + "\x00" }
