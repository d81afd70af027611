package sandbox

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// maxSockets bounds what is looked at of a host that has very many.
const maxSockets = 512

// covered are the paths that a command finds empty: what is never reachable,
// secrets that nobody named, and the sockets of other programs, which Landlock
// leaves open before ABI 9. The first is a directory. With none there are no
// private mounts, or there is nothing to put them over.
func (g *Guard) covered(spec *Spec, host *host) []string {
	if g.Level.Mounts == NoMounts {
		return nil
	}
	var list []string
	for _, path := range g.Keep {
		if info, err := os.Lstat(path); err == nil && info.IsDir() && !slices.Contains(list, path) {
			list = append(list, path)
		}
	}
	if len(list) == 0 {
		return nil
	}
	for _, path := range spec.Hidden {
		if !spec.names(path) && !slices.Contains(list, path) {
			list = append(list, path)
		}
	}
	list = append(list, besides(spec, host)...)
	if g.Level.ABI < 9 {
		for _, path := range g.sockets(spec, host) {
			if !slices.ContainsFunc(list, func(covered string) bool { return policy.Inside(covered, path) }) {
				list = append(list, path)
			}
		}
	}
	return list
}

// besides are the temporary directories of other workspaces, where they lie in
// the one that all share.
func besides(spec *Spec, host *host) []string {
	if spec.Tmp == "" || host.shared == "" || !policy.Inside(host.shared, spec.Tmp) {
		return nil
	}
	var list []string
	entries, _ := os.ReadDir(filepath.Dir(spec.Tmp))
	for _, entry := range entries {
		path := filepath.Join(filepath.Dir(spec.Tmp), entry.Name())
		if path != spec.Tmp && !spec.names(path) {
			list = append(list, path)
		}
	}
	return list
}

// sockets are those of the host that nothing grants, or the directories that
// they are in where nothing else in there is granted.
func (g *Guard) sockets(spec *Spec, host *host) []string {
	base := slices.Concat(host.base, host.by(spec))
	var granted []string
	for _, rule := range spec.all() {
		granted = append(granted, rule.Path)
	}
	open := func(path string) bool {
		return spec.edits(path) || slices.ContainsFunc(base, func(b grant) bool {
			return b.rights == unix.LANDLOCK_ACCESS_FS_RESOLVE_UNIX && policy.Inside(b.path, path)
		})
	}
	for _, one := range base {
		granted = append(granted, one.path)
	}
	if host.shared != "" {
		granted = append(granted, host.shared)
	}
	seen := map[string]bool{}
	for _, path := range append(slices.Clone(g.known.sockets()), filepath.Join(runtimeDir(), "x")) {
		if open(path) {
			continue
		}
		dir := filepath.Dir(path)
		if slices.ContainsFunc(granted, func(one string) bool { return policy.Inside(dir, one) || policy.Inside(one, dir) }) {
			dir = path
		}
		seen[dir] = true
	}
	var list []string
	for path := range seen {
		if !seen[filepath.Dir(path)] {
			list = append(list, path)
		}
	}
	slices.Sort(list)
	return list
}

// boundSockets are the sockets with a path that this host knows, resolved.
func boundSockets() []string {
	f, err := os.Open("/proc/net/unix")
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	var list []string
	for lines := bufio.NewScanner(f); lines.Scan() && len(list) < maxSockets; {
		_, path, ok := strings.Cut(lines.Text(), " /")
		if !ok {
			continue
		}
		if resolved, err := filepath.EvalSymlinks("/" + path); err == nil && !slices.Contains(list, resolved) {
			list = append(list, resolved)
		}
	}
	return list
}
