package snapshot

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

type ground struct {
	t     testing.TB
	store *Store
	Place
}

func newGround(t testing.TB) *ground {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	g := &ground{t: t, store: Open(filepath.Join(base, "state")), Place: Place{WorkspaceID: "wrk_a", Dir: filepath.Join(base, "work"), Home: base}}
	if err := os.Mkdir(g.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *ground) write(name, content string) {
	g.t.Helper()
	full := filepath.Join(g.Dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(content), 0o644)); err != nil {
		g.t.Fatal(err)
	}
}

func (g *ground) remove(name string) {
	g.t.Helper()
	if err := os.RemoveAll(filepath.Join(g.Dir, name)); err != nil {
		g.t.Fatal(err)
	}
}

func (g *ground) read(name string) string {
	data, err := os.ReadFile(filepath.Join(g.Dir, name))
	if err != nil {
		return "-"
	}
	return string(data)
}

func (g *ground) track() string {
	g.t.Helper()
	tracked, err := g.store.Track(g.t.Context(), g.Place)
	if err != nil {
		g.t.Fatal(err)
	}
	return tracked.Tree
}

func (g *ground) restore(tree string, files ...string) Restored {
	g.t.Helper()
	done, err := g.store.Restore(g.t.Context(), g.Place, tree, files)
	if err != nil {
		g.t.Fatal(err)
	}
	return done
}

func (g *ground) changed(from, to string) string {
	g.t.Helper()
	diffs, err := g.store.Diff(g.t.Context(), g.Place, from, to, true)
	if err != nil {
		g.t.Fatal(err)
	}
	var lines []string
	for _, d := range diffs {
		lines = append(lines, d.Status[:1]+" "+d.File+strings.Repeat("+", d.Additions)+strings.Repeat("-", d.Deletions))
	}
	return strings.Join(lines, "|")
}

func (g *ground) git(args ...string) {
	g.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b"}, args...)...)
	cmd.Dir = g.Dir
	if out, err := cmd.CombinedOutput(); err != nil {
		g.t.Fatalf("git %v: %s", args, out)
	}
}

func kindOf(err error) fault.Kind {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Kind
	}
	return fault.Internal
}

func TestWhatChangedIsBroughtBack(t *testing.T) {
	g := newGround(t)
	g.write("a.txt", "one\n")
	g.write("sub/b.txt", "two\r\n")
	g.write("line\nbreak", "x")
	g.write("tool", "#!/bin/sh\n")
	if err := errors.Join(os.Chmod(g.Dir+"/tool", 0o755), os.Symlink("a.txt", g.Dir+"/link"), os.Symlink("/etc/passwd", g.Dir+"/out")); err != nil {
		t.Fatal(err)
	}
	before := g.track()
	if again := g.track(); again != before {
		t.Errorf("nothing changed, yet %s is not %s", again, before)
	}
	g.write("a.txt", "changed\n")
	g.remove("sub")
	g.write("new/c.txt", "new\n")
	g.remove("line\nbreak")
	g.remove("link")
	g.write("link/inside", "a folder now")
	g.write("sub", "a file now")
	if err := os.Chmod(g.Dir+"/tool", 0o644); err != nil {
		t.Fatal(err)
	}
	after := g.track()
	if got := g.changed(before, after); got != "m a.txt+-|d line\nbreak-|d link-|a link/inside+|a new/c.txt+|a sub+|d sub/b.txt-|m tool" {
		t.Errorf("%q", got)
	}
	done, err := g.store.Restore(t.Context(), g.Place, before, nil)
	if err != nil {
		t.Fatal(err)
	}
	if done.Restored != 5 || done.Removed != 3 || len(done.Kept) != 0 {
		t.Errorf("%+v", done)
	}
	if now := g.track(); now != before {
		t.Errorf("differs: %s", g.changed(before, now))
	}
	if g.read("sub/b.txt") != "two\r\n" || g.read("new/c.txt") != "-" {
		t.Error("not as it was")
	}
	g.restore(after, "a.txt", "new/c.txt", "none")
	if g.read("a.txt") != "changed\n" || g.read("new/c.txt") != "new\n" || g.read("sub/b.txt") != "two\r\n" {
		t.Error("only what was named is restored")
	}
}

func TestWhatIsRightAlreadyIsNotTouched(t *testing.T) {
	g := newGround(t)
	g.write("a", "x")
	tree := g.track()
	before, _ := os.Stat(g.Dir + "/a")
	if done := g.restore(tree, "a"); done.Restored != 0 {
		t.Errorf("%+v", done)
	}
	if after, _ := os.Stat(g.Dir + "/a"); !os.SameFile(before, after) || before.ModTime() != after.ModTime() {
		t.Error("the file is another")
	}
}

func TestGitsRulesAreRespectedWithAndWithoutARepository(t *testing.T) {
	g := newGround(t)
	if err := os.WriteFile(filepath.Join(g.Home, ".gitignore"), []byte("*\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	g.write(".gitignore", "left\n")
	g.write(".ignore", "kept\n")
	before := g.track()
	g.write("left/a", "x")
	g.write("kept/b", "x")
	if got := g.changed(before, g.track()); got != "a kept/b+" {
		t.Errorf("%q", got)
	}
	g.git("init", "-q")
	g.write(".git/info/exclude", "kept\n")
	if got := g.changed(before, g.track()); got != "" {
		t.Errorf("%q", got)
	}
	if got := g.read("kept/b"); got != "x" {
		t.Error("what is ignored went")
	}
}

func TestALargeFileIsNotedAndLeftAlone(t *testing.T) {
	g := newGround(t)
	g.store.File = 10
	g.write("large", strings.Repeat("x", 20))
	before := g.track()
	g.write("large", "small")
	g.write("huge", strings.Repeat("y", 20))
	after := g.track()
	if got := g.changed(before, after); !strings.HasPrefix(got, "a huge") || !strings.Contains(got, "m large") {
		t.Errorf("%q", got)
	}
	done := g.restore(before, "large", "huge")
	if strings.Join(done.Kept, " ") != "huge large" || g.read("large") != "small" || g.read("huge") == "-" {
		t.Errorf("%+v", done)
	}
}

func TestNestedRepositoriesAndSubmodulesAreFiles(t *testing.T) {
	g := newGround(t)
	g.git("init", "-q", "inner")
	g.write("inner/a", "1")
	g.git("-C", "inner", "add", "a")
	g.git("-C", "inner", "commit", "-q", "-m", "x")
	before := g.track()
	g.write("inner/a", "2")
	g.write("inner/new", "")
	if got := g.changed(before, g.track()); got != "m inner/a+-|a inner/new" {
		t.Errorf("%q", got)
	}
	g.restore(before, "inner/a", "inner/new")
	if g.read("inner/a") != "1" || g.read("inner/new") != "-" || g.read("inner/.git/HEAD") == "-" {
		t.Error("not as it was")
	}
}
