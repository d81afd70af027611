package sandbox

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// inTmp makes a directory in /tmp with a letter in it, which X names.
func (g *ground) inTmp() string {
	g.t.Helper()
	dir, err := os.MkdirTemp("/tmp", "orssh-shared-")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "letter"), []byte("LETTER"), 0o644)
	}
	if err != nil {
		g.t.Fatal(err)
	}
	g.t.Cleanup(func() { _ = os.RemoveAll(dir); _ = os.Remove(dir + ".new") })
	g.env = map[string]string{"X": dir}
	return dir
}

func (g *ground) approveTmp() {
	g.spec.Rules = append(g.spec.Rules, policy.Rule{Path: shared(), Access: policy.All, Tree: true})
}

func TestTmpIsOutOfReachAsAnyOtherDirectory(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			dir := g.inTmp()
			said, _ := g.run("/bin/sh", "-c", `ls /tmp; cat "$X/letter"; echo x > "$X/letter"; echo x > "$X.new"; mkdir "$X/d"; ln -s /tmp l; cat l/*/letter`)
			entries, err := os.ReadDir(dir)
			text, _ := os.ReadFile(filepath.Join(dir, "letter"))
			if _, made := os.Lstat(dir + ".new"); strings.Contains(said, "LETTER") || err != nil || len(entries) != 1 || string(text) != "LETTER" || made == nil {
				t.Errorf("%v %q: %s", entries, text, said)
			}
			// What the workspace has in there is its own.
			if said, code := g.run("/bin/sh", "-ec", `f=$(mktemp); echo ok > "$f"; cd "$TMPDIR"; cat "$f"; pwd -P`); code != 0 || said != "ok\n"+g.spec.Tmp+"\n" {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
}

func TestAWorkspaceInTmpIsWorkedIn(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			dir := g.inTmp()
			g.spec.Rules, g.spec.Own, g.work = []policy.Rule{{Path: dir, Access: policy.All, Tree: true}}, dir, dir
			said, code := g.run("/bin/sh", "-ec", `pwd; cat letter; echo ok > "$PWD/new"; cat new; ls .. || echo kept`)
			if code != 0 || !strings.HasPrefix(said, dir+"\nLETTERok\n") || !strings.HasSuffix(said, "kept\n") {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
}

func TestTmpIsTheHostsWhereItIsApproved(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			dir := g.inTmp()
			g.approveTmp()
			said, code := g.run("/bin/sh", "-ec", `echo '#!/bin/sh' > "$X.new"; chmod +x "$X.new"; "$X.new"; mv "$X.new" "$X/in"; mkdir "$X/d"; rmdir "$X/d"`)
			if _, err := os.Lstat(filepath.Join(dir, "in")); err != nil || code != 0 {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
}

func TestSocketsInTmpAndOthersTemporaryFilesStayClosedWhereItIsApproved(t *testing.T) {
	for name, level := range levels(t) {
		if level.Mounts == NoMounts {
			continue
		}
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			dir := g.inTmp()
			socket := filepath.Join(dir, "agent")
			answer(t, socket)
			other := filepath.Join(filepath.Dir(g.spec.Tmp), "wrk_other")
			if err := os.Mkdir(other, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(other, "x"), []byte("SECRET"), 0o600); err != nil {
				t.Fatal(err)
			}
			g.approveTmp()
			g.env["OTHER"] = other
			answer(t, filepath.Join(g.spec.Tmp, "server")) // of an earlier command
			const sh = `cat "$OTHER/x"; [ -S "$X/agent" ] && echo SECRET; [ -S "$TMPDIR/server" ] && echo ok > "$X/new" && cat "$X/new"`
			if said, _ := g.run("/bin/sh", "-c", sh); strings.Contains(said, "SECRET") || !strings.Contains(said, "ok\n") {
				t.Error(said)
			}
			g.spec.Rules = append(g.spec.Rules, policy.Rule{Path: socket, Access: policy.All})
			if said, _ := g.run("/bin/sh", "-c", sh); !strings.Contains(said, "SECRET") {
				t.Errorf("a socket that was named: %s", said)
			}
		})
	}
}

func TestTmpIsNoPartOfTheBaseline(t *testing.T) {
	rules := (&Guard{}).Baseline("/home/me", "")
	if slices.ContainsFunc(rules, func(r policy.Rule) bool { return policy.Inside(r.Path, "/tmp/x") || policy.Inside("/tmp", r.Path) }) {
		t.Error(rules)
	}
}

func TestADenialInTmpSaysWhatIsThereForTemporaryFiles(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			dir := g.inTmp()
			for sh, path := range map[string]string{
				`cat "$X/letter"`: dir + "/letter", `echo x > "$X.new"`: dir + ".new", `ls /tmp`: "/tmp",
				`/usr/bin/python3 -c 'import os; open(os.environ["X"] + ".new", "w")'`: dir + ".new",
			} {
				said, code := g.run("/bin/sh", "-c", sh)
				hint := g.guard.Hint(g.spec, g.work, []byte(said))
				if code == 0 || !strings.Contains(hint, ": "+path+". "+instead) || !strings.Contains(hint, howToApprove) {
					t.Errorf("%s: exit code %d: %s\n%s", sh, code, said, hint)
				}
			}
			const nameless = "Exception in thread \"main\" java.io.IOException: Permission denied\n"
			if hint := g.guard.Hint(g.spec, g.work, []byte(nameless)); !strings.Contains(hint, "/tmp too. "+instead) {
				t.Error(hint)
			}
			said, _ := g.run("/bin/sh", "-c", "cat ~/docs/letter")
			if hint := g.guard.Hint(g.spec, g.work, []byte(said)); strings.Contains(hint, instead) || hint == "" {
				t.Error(hint)
			}
			g.approveTmp()
			if hint := g.guard.Hint(g.spec, g.work, []byte(nameless)); strings.Contains(hint, "/tmp") || hint == "" {
				t.Error(hint)
			}
		})
	}
}
