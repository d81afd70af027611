package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// later is when what the host offers is looked at anew.
func (g *ground) later() {
	for _, host := range g.guard.known.hosts {
		host.at = host.at.Add(-2 * keepHost)
	}
}

// TestALinkThatACommandMadeIsNoWayOut has links where every command may read
// and some may write: they are followed to nothing that is not granted anyway.
func TestALinkThatACommandMadeIsNoWayOut(t *testing.T) {
	for name, level := range levels(t) {
		for _, place := range []string{".fnm", ".vimrc", ".local/bin", "bin"} {
			t.Run(name+", "+place, func(t *testing.T) {
				g := newGround(t, level)
				link, outside := filepath.Join(g.home, place), filepath.Join(filepath.Dir(g.home), "outside")
				err := errors.Join(os.MkdirAll(outside, 0o700), os.MkdirAll(filepath.Dir(link), 0o700), os.WriteFile(filepath.Join(outside, "letter"), []byte("LETTER"), 0o600))
				if err != nil {
					t.Fatal(err)
				}
				t.Setenv("PATH", os.Getenv("PATH")+":"+filepath.Join(g.home, "bin"))
				g.guard.IsSecret = func(path string) bool { return policy.Inside(filepath.Join(g.home, ".ssh"), path) }
				for who, rule := range map[string]policy.Rule{
					"whose workspace is the home": {Path: g.home, Access: policy.All, Tree: true},
					"who may change the link":     {Path: filepath.Dir(link), Access: policy.Edit, Tree: true},
					"of another workspace":        {Path: g.work, Access: policy.All, Tree: true},
				} {
					g.spec.Rules, g.spec.Own, g.env = []policy.Rule{rule}, rule.Path, map[string]string{"LINK": link}
					for _, target := range []string{outside, filepath.Join(outside, "letter"), filepath.Join(g.home, ".ssh"), filepath.Join(g.home, "docs")} {
						if filepath.Base(target) == "docs" && rule.Access != policy.Edit || target != outside && rule.Path == g.home && level.Mounts == NoMounts {
							continue // it is granted, or to whoever could make the link
						}
						if err := os.Symlink(target, link); err != nil {
							t.Fatal(err)
						}
						g.later()
						if said, _ := g.run("/bin/sh", "-c", `cat "$LINK" "$LINK/letter" "$LINK/id"`); strings.Contains(said, "LETTER") || strings.Contains(said, "KEY") {
							t.Errorf("%s: %s: %s", who, target, said)
						}
						_ = os.Remove(link)
					}
				}
			})
		}
	}
}

func TestLinksOfAHomeAreFollowedWithinIt(t *testing.T) {
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(home, "dotfiles"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "dotfiles/gitconfig"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{".gitconfig": "dotfiles/gitconfig", ".nvm": "/srv"} {
		if err := os.Symlink(target, filepath.Join(home, link)); err != nil {
			t.Fatal(err)
		}
	}
	var paths []string
	for _, one := range (&Guard{}).Baseline(home, "") {
		paths = append(paths, one.Path)
	}
	if !slices.Contains(paths, filepath.Join(home, "dotfiles/gitconfig")) || slices.Contains(paths, "/srv") {
		t.Errorf("%q", paths)
	}
}
