package policy

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// guard knows what no wider pattern grants: secrets, and what nobody grants:
// the stub's own folder.
type guard struct {
	home string // resolved; "" for none
	own  []string
	// What these are is known whatever leads to them.
	ownFiles, secretFiles *identities
}

// identity is a file, whatever path leads to it.
type identity struct{ dev, ino uint64 }

func newGuard(home string, own ...string) guard {
	g := guard{}
	if real, err := filepath.EvalSymlinks(home); err == nil {
		g.home = real
	}
	for _, dir := range own {
		if real, _, err := Follow(dir); err == nil && dir != "" {
			g.own = append(g.own, real)
		}
	}
	g.ownFiles = &identities{paths: g.own, home: g.home}
	g.secretFiles = &identities{paths: g.known(), home: g.home}
	return g
}

// owns reports whether a resolved path is the stub's own, or in it.
func (g guard) owns(path string) bool {
	own, _ := g.judge(path)
	return own
}

// secret answers the secret that a resolved path is, or is in; "" for none.
func (g guard) secret(path string) string {
	_, secret := g.judge(path)
	return secret
}

// judge goes by names and, where something is mounted a second time, by what
// is there.
func (g guard) judge(path string) (own bool, secret string) {
	for _, one := range g.own {
		if Inside(one, path) {
			return true, ""
		}
	}
	secret = g.namedSecret(path)
	ownFiles, secretFiles := g.ownFiles.now(), g.secretFiles.now()
	for at := path; len(ownFiles)+len(secretFiles) > 0; at = filepath.Dir(at) {
		if is, ok := identityOf(at, unix.Lstat); ok {
			if _, found := ownFiles[is]; found {
				return true, ""
			}
			if _, found := secretFiles[is]; found && secret == "" {
				secret = at
			}
		}
		if at == "/" || at == "." {
			break
		}
	}
	return false, secret
}

func (g guard) namedSecret(path string) string {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if n := secretBelow(parts, secretAnywhere); n > 0 {
		return "/" + strings.Join(parts[:n], "/")
	}
	if g.home != "" && strings.HasPrefix(path, withSlash(g.home)+".") {
		below := strings.Split(strings.TrimPrefix(path[len(g.home):], "/"), "/")
		for _, name := range secretAtHome {
			wanted := strings.Count(name, "/") + 1
			if wanted <= len(below) && strings.EqualFold(strings.Join(below[:wanted], "/"), name) {
				return filepath.Join(append([]string{g.home}, below[:wanted]...)...)
			}
		}
	}
	for _, name := range secretOfHost {
		if Inside(name, path) {
			return name
		}
	}
	if secretFile(parts[len(parts)-1]) {
		if info, err := os.Lstat(path); err != nil || !info.IsDir() { // as a directory it is one of Python's
			return path
		}
	}
	return ""
}

// known are the secrets whose places are known.
func (g guard) known() []string {
	list := append([]string{}, secretOfHost...)
	if g.home == "" {
		return list
	}
	for _, names := range [][]string{secretAnywhere, secretAtHome} {
		for _, name := range names {
			list = append(list, filepath.Join(g.home, name))
		}
	}
	return list
}

// identities are those of some paths, as they were a moment ago.
type identities struct {
	paths []string
	home  string

	mu   sync.Mutex
	at   time.Time
	seen map[identity]struct{}
}

func (k *identities) now() map[identity]struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.seen != nil && time.Since(k.at) < time.Second {
		return k.seen
	}
	seen := map[identity]struct{}{}
	for _, one := range k.paths {
		if is, ok := identityOf(one, unix.Stat); ok {
			seen[is] = struct{}{}
		}
	}
	for at := k.home; at != "" && at != "/"; at = filepath.Dir(at) {
		if is, ok := identityOf(at, unix.Lstat); ok {
			delete(seen, is) // a secret that is a link to all there is
		}
	}
	k.seen, k.at = seen, time.Now()
	return seen
}

func identityOf(path string, look func(string, *unix.Stat_t) error) (identity, bool) {
	var is unix.Stat_t
	if look(path, &is) != nil {
		return identity{}, false
	}
	return identity{uint64(is.Dev), is.Ino}, true
}
