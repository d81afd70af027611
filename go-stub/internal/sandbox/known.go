package sandbox

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

const (
	// keepHost is how long what the host offers to everybody is remembered:
	// what is installed meanwhile is found a minute later.
	keepHost = time.Minute
	// keepSockets is shorter: what else listens on the host is to be hidden.
	keepSockets = time.Second
	maxRulesets = 16
)

// host is what a baseline was on this host.
type host struct {
	at     time.Time
	home   string
	base   []grant
	links  []offer // what of it is there by a link
	owned  []string
	shared string
}

// known remembers what is costly to look up for each command.
type known struct {
	mu       sync.Mutex
	hosts    []*host // by home
	sets     map[string]*os.File
	seen     []string // sockets
	seenAt   time.Time
	setsFrom *host
}

func (k *known) host(home string, isSecret func(string) bool) *host {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.hosts = slices.DeleteFunc(k.hosts, func(h *host) bool { return time.Since(h.at) > keepHost })
	for _, h := range k.hosts {
		if h.home == home {
			return h
		}
	}
	h := &host{at: time.Now(), home: home, owned: owned(), shared: shared()}
	for _, one := range baseline(home, os.Getenv("PATH"), isSecret) {
		if one.by == one.path {
			h.base = append(h.base, one.grant)
		} else {
			h.links = append(h.links, one)
		}
	}
	k.hosts = append(k.hosts, h)
	return h
}

// reads reports whether every command may read a path: the one that complains
// is often a program of the host, which names itself.
func (g *Guard) reads(s *Spec, path string) bool {
	host := g.known.host(s.Home, g.IsSecret)
	return slices.ContainsFunc(slices.Concat(host.base, host.by(s)), func(one grant) bool {
		return one.rights&unix.LANDLOCK_ACCESS_FS_READ_FILE != 0 && policy.Inside(one.path, path)
	})
}

// by is what the links of the host lead a command to that may not change them.
func (h *host) by(s *Spec) []grant {
	var list []grant
	for _, one := range h.links {
		if !s.edits(one.by) {
			list = append(list, one.grant)
		}
	}
	return list
}

func (k *known) sockets() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if time.Since(k.seenAt) > keepSockets {
		k.seen, k.seenAt = boundSockets(), time.Now()
	}
	return k.seen
}

// ruleset answers a descriptor of its own. One that was made for the same
// grants, of the same files, by the same baseline, is used again.
func (k *known) ruleset(abi int, scoped uint64, grants []grant, host *host, hidden []string) (*os.File, error) {
	key := keyOf(scoped, grants, hidden)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.setsFrom != host || len(k.sets) >= maxRulesets {
		for _, set := range k.sets {
			_ = set.Close()
		}
		k.sets, k.setsFrom = map[string]*os.File{}, host
	}
	set := k.sets[key]
	if set == nil {
		for _, one := range host.base {
			grants = append(grants, around(one, hidden)...)
		}
		var err error
		if set, err = makeRuleset(abi, scoped, grants); err != nil {
			return nil, err
		}
		k.sets[key] = set
	}
	fd, err := unix.FcntlInt(set.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("fcntl", err)
	}
	return os.NewFile(uintptr(fd), "ruleset"), nil
}

func keyOf(scoped uint64, grants []grant, hidden []string) string {
	var key strings.Builder
	_, _ = fmt.Fprintf(&key, "%d %q\n", scoped, hidden)
	for _, g := range grants {
		var stat unix.Stat_t
		_ = unix.Lstat(g.path, &stat)
		_, _ = fmt.Fprintf(&key, "%q %d %d %d\n", g.path, g.rights, stat.Dev, stat.Ino)
	}
	return key.String()
}
