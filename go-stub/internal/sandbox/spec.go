package sandbox

import (
	"maps"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Spec is what one command is granted beside the baseline.
type Spec struct {
	Rules  []policy.Rule
	Own    string   // the workspace's directory, resolved; "" for none
	Hidden []string // secrets, resolved: no wider rule gives them out, only one that names them or a file in them
	Tmp    string   // a private directory, of Tmp
	Home   string   // the user's, whose programs and caches are there
	Kin    string   // the workspace, whose commands reach each other by signals and abstract sockets; "" for none
	Terms  Terms
}

// Env adds to an environment what programs must be told to keep to what is
// granted: where temporary files and caches go. What is asked for counts more.
func (s *Spec) Env(asked map[string]string) map[string]string {
	env := map[string]string{}
	if s != nil && s.Tmp != "" {
		env["TMPDIR"], env["TMUX_TMPDIR"] = s.Tmp, s.Tmp
		for name, usual := range map[string]string{"XDG_CACHE_HOME": ".cache", "npm_config_cache": ".npm"} {
			if !s.edits(filepath.Join(s.Home, usual)) {
				env[name] = filepath.Join(s.Tmp, usual)
			}
		}
	}
	maps.Copy(env, asked)
	return env
}

func (s *Spec) edits(path string) bool {
	return slices.ContainsFunc(s.Rules, func(r policy.Rule) bool {
		return r.Access.Has(policy.Edit) && (r.Path == path || r.Tree && policy.Inside(r.Path, path))
	})
}

// names reports whether a rule is about this path, or about something in it:
// the user said it by name.
func (s *Spec) names(path string) bool {
	return slices.ContainsFunc(s.Rules, func(r policy.Rule) bool { return r.Path != s.Own && policy.Inside(path, r.Path) })
}

// grants are the rules as the kernel has them, with what is hidden left out.
// covered is what private mounts will hide.
func (s *Spec) grants(keep, covered []string) []grant {
	var list []grant
	for _, rule := range s.all() {
		hidden := keep
		if rule.Path != s.Own {
			// What a rule names it gives out.
			hidden = slices.Concat(keep, slices.DeleteFunc(slices.Clone(s.Hidden), func(h string) bool { return policy.Inside(h, rule.Path) }))
		}
		list = append(list, around(grant{rule.Path, rights(rule)}, without(hidden, covered))...)
	}
	return list
}

func without(hidden, covered []string) []string {
	return slices.DeleteFunc(slices.Clone(hidden), func(h string) bool { return slices.Contains(covered, h) })
}

func (s *Spec) all() []policy.Rule {
	if s.Tmp == "" {
		return s.Rules
	}
	return append(slices.Clone(s.Rules), policy.Rule{Path: s.Tmp, Access: policy.All, Tree: true})
}

func rights(rule policy.Rule) uint64 {
	var all uint64
	if rule.Access.Has(policy.Read) {
		all |= reads
	}
	if rule.Access.Has(policy.Edit) {
		all |= edits
	}
	info, err := os.Lstat(rule.Path)
	switch {
	case err != nil:
		return 0
	case info.IsDir() && !rule.Tree:
		// Rights on a directory count for all below it.
		return all & unix.LANDLOCK_ACCESS_FS_READ_DIR
	case info.Mode()&os.ModeDevice != 0 && rule.Access.Has(policy.Edit):
		all |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	return all
}
