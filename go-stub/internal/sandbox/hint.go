package sandbox

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

var (
	denials = regexp.MustCompile(`(?i)permission denied|read-only file system|operation not permitted|EACCES|EROFS`)
	// privileges are what programs say that would become somebody else.
	privileges = regexp.MustCompile(`(?i)no new privileges|^sudo: |^su: |must be (setuid|suid)|setuid root|newuidmap|newgidmap`)
	// signals are what programs say that could send none.
	signals = regexp.MustCompile(`(?i)\bp?kill( EPERM|(:| pid ).*operation not permitted)|^\S+\(\d+\): operation not permitted`)
)

// maxHinted bounds the paths that a hint names.
const maxHinted = 3

// instead is said of what is in /tmp.
const instead = "$TMPDIR is there for temporary files. "

const howToApprove = "A command that names a path asks for it; `orssh approvals add HOST PATH` approves it"

// hintOfPaths is about what was not approved.
func (g *Guard) hintOfPaths(s *Spec, dir string, output []byte) string {
	var found []string
	denied, own, signalled, temporary := false, false, false, ""
	for line := range bytes.Lines(output) {
		if os.Geteuid() != 0 && privileges.Match(line) {
			return "sudo, su and whatever else becomes another user have no effect in a command that is held to what was approved; `\"enforcement\": \"off\"` in the configuration of this host lets them, and holds nothing there"
		}
		signalled = signalled || g.isKin(s) && signals.Match(line)
		if !denials.Match(line) {
			continue
		}
		candidates := pathsIn(line, dir, s.Home)
		denied = denied || len(candidates) == 0
		for _, one := range candidates {
			path, _, err := policy.Follow(one.path)
			if err != nil {
				continue
			}
			if g.cannotMake(s, filepath.Dir(path)) {
				return "nothing can be made directly in " + filepath.Dir(path) + ", which holds the stub's folder: this host gives no private mounts. A directory in it is no such place"
			}
			if g.leadsAround(s, path) {
				return "nothing can be made directly in " + filepath.Dir(path) + ", below which there are secrets that nobody named: this host gives no private mounts. A directory without any is no such place"
			}
			if slices.ContainsFunc(g.Keep, func(keep string) bool { return policy.Inside(keep, path) }) {
				own = true
				continue
			}
			if said := g.kept(s, path, one.first); said != "" && !slices.Contains(found, said) && len(found) < maxHinted {
				found = append(found, said)
				if s.Tmp != "" && policy.Inside(shared(), path) {
					temporary = instead
				}
			}
		}
	}
	switch {
	case len(found) > 0:
		return "what was not approved is out of reach here: " + strings.Join(found, ", ") + ". " + temporary + howToApprove
	case own:
		return "the stub's own folder is out of reach of every command, whatever is approved"
	case signalled:
		return "signals reach what commands of this workspace started since the stub runs, and nothing else: what else runs on the host is its user's to end"
	case denied && s.Tmp != "" && !s.edits(shared()):
		return "if it was denied something: what was not approved is out of reach here, /tmp too. " + instead + howToApprove
	case denied:
		return "if it was denied something: what was not approved is out of reach here. " + howToApprove
	}
	return ""
}

// kept names a path that these rules keep a command from; "" for one that they
// do not, or that the host's user may not reach anyway.
func (g *Guard) kept(s *Spec, path string, first bool) string {
	readable, editable := s.reaches(path, policy.Read), s.reaches(path, policy.Edit)
	switch base := g.reads(s, path); {
	case editable && (readable || base), base && first:
		return ""
	case readable || base:
		if mayEdit(path) {
			return path + " (to change it)"
		}
		return ""
	}
	if unix.Access(path, unix.R_OK) != nil && !mayEdit(path) {
		return ""
	}
	return path
}

// mayEdit is about the host's own rules, for this user.
func mayEdit(path string) bool {
	if _, err := os.Lstat(path); err != nil {
		path = filepath.Dir(path)
	}
	return unix.Access(path, unix.W_OK) == nil
}

// cannotMake says whether a directory is given out around the stub's folder.
func (g *Guard) cannotMake(s *Spec, dir string) bool {
	return s.edits(dir) && len(g.Exposed(dir)) > len(g.Exposed(s.Own))
}

// leadsAround says whether what is not there yet would be in a directory that is
// given out around secrets.
func (g *Guard) leadsAround(s *Spec, path string) bool {
	dir := filepath.Dir(path)
	if _, err := os.Lstat(path); err == nil || g.Level.Mounts != NoMounts || !s.edits(dir) || policy.Inside(s.Own, dir) {
		return false
	}
	return slices.ContainsFunc(s.Hidden, func(secret string) bool { return policy.Inside(dir, secret) && !s.names(secret) })
}

func (s *Spec) reaches(path string, access policy.Access) bool {
	return slices.ContainsFunc(s.all(), func(r policy.Rule) bool {
		return r.Access.Has(access) && (r.Path == path || r.Tree && policy.Inside(r.Path, path))
	})
}
