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
	base := slices.Concat(host.base, host.by(spec))
	list = append(list, besides(spec, base)...)
	if g.Level.ABI < 9 {
		for _, path := range g.sockets(spec, base, host.shared) {
			if !slices.ContainsFunc(list, func(covered string) bool { return policy.Inside(covered, path) }) {
				list = append(list, path)
			}
		}
	}
	return list
}

// besides are the temporary directories of other workspaces, where something
// wider is granted.
func besides(spec *Spec, base []grant) []string {
	top := filepath.Dir(spec.Tmp)
	wider := slices.ContainsFunc(spec.Rules, func(r policy.Rule) bool { return r.Tree && policy.Inside(r.Path, top) }) ||
		slices.ContainsFunc(base, func(b grant) bool { return policy.Inside(b.path, top) })
	if spec.Tmp == "" || !wider {
		return nil
	}
	var list []string
	entries, _ := os.ReadDir(top)
	for _, entry := range entries {
		path := filepath.Join(top, entry.Name())
		if path != spec.Tmp && !spec.names(path) {
			list = append(list, path)
		}
	}
	return list
}

// sockets are those of the host that nothing grants, or the directories that
// they are in where nothing else in there is granted. In what all of the host
// share they are whoever's: all of it does not grant them.
func (g *Guard) sockets(spec *Spec, base []grant, shared string) []string {
	var granted []string
	narrow := Spec{}
	for _, rule := range spec.all() {
		granted = append(granted, rule.Path)
		if rule.Path != shared || rule.Path == spec.Own {
			narrow.Rules = append(narrow.Rules, rule)
		}
	}
	open := func(path string) bool {
		return narrow.edits(path) || slices.ContainsFunc(base, func(b grant) bool {
			return b.rights == unix.LANDLOCK_ACCESS_FS_RESOLVE_UNIX && policy.Inside(b.path, path)
		})
	}
	for _, one := range base {
		granted = append(granted, one.path)
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

// boundSockets are the sockets with a path that this host knows, resolved. There
// is no bound: whoever may make some could make them until no other is looked at.
func boundSockets() []string {
	f, err := os.Open("/proc/net/unix")
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	var list []string
	dirs, seen := map[string]string{}, map[string]bool{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		_, path, ok := strings.Cut(lines.Text(), " /")
		if !ok {
			continue
		}
		dir, name := filepath.Split("/" + path)
		if _, known := dirs[dir]; !known {
			dirs[dir], _ = filepath.EvalSymlinks(dir)
		}
		path = filepath.Join(dirs[dir], name)
		info, err := os.Lstat(path)
		if err == nil && info.Mode()&os.ModeSymlink != 0 {
			path, _ = filepath.EvalSymlinks(path)
			info, err = os.Lstat(path)
		}
		// What a name says that has the end of a line in it is not so.
		if err != nil || dirs[dir] == "" || info.Mode()&os.ModeSocket == 0 || seen[path] {
			continue
		}
		seen[path] = true
		list = append(list, path)
	}
	return list
}
