package sandbox

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

var (
	denials = regexp.MustCompile(`(?i)permission denied|read-only file system|operation not permitted|EACCES|EROFS`)
	paths   = regexp.MustCompile(`(?:\.{1,2}|~)?/[^\s'":;,()<>|]*`)
)

// maxHinted bounds the paths that a hint names.
const maxHinted = 3

// Hint says what a command that failed in dir was probably kept from, by the
// last of its output; "" when nothing looks like it. It is a guess: programs
// say what they were denied in their own words.
func (g *Guard) Hint(s *Spec, dir string, output []byte) string {
	var found []string
	denied := false
	for line := range bytes.Lines(output) {
		if !denials.Match(line) {
			continue
		}
		denied = true
		for _, match := range paths.FindAll(line, maxHinted) {
			path := string(match)
			if below, ok := strings.CutPrefix(path, "~/"); ok {
				path = filepath.Join(s.Home, below)
			}
			if !filepath.IsAbs(path) {
				path = filepath.Join(dir, path)
			}
			path, _, err := policy.Follow(path)
			if err == nil && g.cannotMake(s, filepath.Dir(path)) {
				return "nothing can be made directly in " + filepath.Dir(path) + ", which holds the stub's folder: this host gives no private mounts. A directory in it is no such place"
			}
			if err == nil && !s.reaches(path) && !g.known.reads(s.Home, path) && !slices.Contains(found, path) && len(found) < maxHinted {
				found = append(found, path)
			}
		}
	}
	switch {
	case len(found) > 0:
		return "what was not approved is out of reach here: " + strings.Join(found, ", ") + "; `orssh approvals add HOST PATH` approves a path"
	case denied:
		return "if it was denied something: what was not approved is out of reach here; `orssh approvals add HOST PATH` approves a path"
	}
	return ""
}

// cannotMake says whether a directory is given out around the stub's folder.
func (g *Guard) cannotMake(s *Spec, dir string) bool {
	return s.edits(dir) && len(g.Exposed(dir)) > len(g.Exposed(s.Own))
}

func (s *Spec) reaches(path string) bool {
	covers := func(r policy.Rule) bool { return r.Path == path || r.Tree && policy.Inside(r.Path, path) }
	return slices.ContainsFunc(s.all(), covers)
}
