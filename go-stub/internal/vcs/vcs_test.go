package vcs

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// ground is a real repository, made by a git that obeys it.
type ground struct {
	t   testing.TB
	dir string
}

func newGround(t testing.TB) *ground {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	g := &ground{t: t, dir: dir}
	g.git("init", "-q", "-b", "main")
	return g
}

func (g *ground) git(args ...string) string {
	g.t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.quotepath=false"}, args...)...)
	cmd.Dir = g.dir
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || args[0] != "diff") {
		g.t.Fatalf("git %v: %v", args, err)
	}
	return string(out)
}

func (g *ground) write(name, content string) {
	g.t.Helper()
	full := filepath.Join(g.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
		g.t.Fatal(err)
	}
}

func (g *ground) commit() {
	g.git("add", "-A")
	g.git("commit", "-q", "-m", "x", "--allow-empty")
}

func (g *ground) open() *Repository {
	g.t.Helper()
	r, err := Open(g.t.Context(), g.dir, g.t.TempDir(), nil)
	if err != nil {
		g.t.Fatal(err)
	}
	return r
}

func (g *ground) status() string {
	g.t.Helper()
	changes, err := g.open().Status(g.t.Context())
	if err != nil {
		g.t.Fatal(err)
	}
	var lines []string
	for _, c := range changes {
		lines = append(lines, strings.Join([]string{c.Status[:1], c.File, strings.Repeat("+", c.Additions) + strings.Repeat("-", c.Deletions)}, " "))
	}
	return strings.Join(lines, "|")
}

func TestChangesAreCounted(t *testing.T) {
	g := newGround(t)
	if got := g.status(); got != "" {
		t.Errorf("nothing yet: %s", got)
	}
	g.write("new ü.txt", "1\n2")
	if got := g.status(); got != "a new ü.txt ++" {
		t.Errorf("before the first commit: %s", got)
	}
	g.write("mod", "1\n2\n3\n")
	g.write("gone", "1\n")
	g.write("bin", "\x00")
	g.commit()
	g.write("mod", "1\nzwei\n3\n4\n")
	g.write("sub/dir/new", "x\n")
	g.write("sub/blob", "\x00\n\n")
	g.write("staged", "s\n")
	g.git("add", "staged")
	g.git("rm", "-q", "gone")
	if got := g.status(); got != "d gone -|m mod ++-|a staged +|a sub/blob |a sub/dir/new +" {
		t.Errorf("got %s", got)
	}
	g.dir += "/sub"
	if got := g.status(); got != "a sub/blob |a sub/dir/new +" {
		t.Errorf("below: %s", got)
	}
}

func TestPatchesAreGits(t *testing.T) {
	g := newGround(t)
	g.write("a b.txt", "1\n")
	g.write("q\"\t.txt", "1\n")
	g.write("empty-later", "x\n")
	g.write("mode", "#!\n")
	g.write("bin", "\x00a")
	g.write("gone", "1\n2\n")
	g.commit()
	g.write("a b.txt", "1\n2\n")
	g.write("q\"\t.txt", "2\n")
	g.write("empty-later", "")
	g.write("bin", "\x00b")
	g.write("-- /dev/null", "tricky\n")
	g.write("new", "no end")
	g.write("new empty", "")
	g.write("new\\odd\n", "x\n")
	g.write("new bin", "\x00")
	if err := errors.Join(os.Remove(g.dir+"/gone"), os.Chmod(g.dir+"/mode", 0o755), os.Symlink("target", g.dir+"/link")); err != nil {
		t.Fatal(err)
	}
	diffs, err := g.open().Diff(t.Context(), "git", 3)
	if err != nil || len(diffs) != 12 {
		t.Fatalf("%d diffs, %v", len(diffs), err)
	}
	for _, d := range diffs {
		want := g.git("diff", "HEAD", "--", d.File)
		if d.Status == "added" {
			want = g.git("diff", "--no-index", "--", "/dev/null", d.File)
		}
		if d.Patch != want {
			t.Errorf("%q:\n%s\nwant\n%s", d.File, d.Patch, want)
		}
	}
}

func TestARawPatchCanBeAppliedAgain(t *testing.T) {
	g := newGround(t)
	g.write("file", "1\n2\n3\n")
	g.commit()
	g.write("file", "1\n3\n")
	g.write("new file", "n\n")
	patch, err := g.open().Raw(t.Context(), nothing)
	if err != nil {
		t.Fatal(err)
	}
	g.git("stash", "-q", "-u")
	if err := g.open().Apply(t.Context(), string(patch)); err != nil {
		t.Fatal(err)
	}
	if got := g.status(); got != "m file -|a new file +" {
		t.Errorf("got %s", got)
	}
	var f *fault.Error
	if err := g.open().Apply(t.Context(), string(patch)); !errors.As(err, &f) || f.Kind != fault.PatchRefused || f.Data["reason"] != "not-clean" {
		t.Errorf("twice: %v", err)
	}
	out := "--- a/../out\n+++ b/../out\n@@ -0,0 +1 @@\n+x\n"
	if err := g.open().Apply(t.Context(), out); err == nil {
		t.Error("a patch led out of the work tree")
	}
}

func TestBranchesAreNamedAndCompared(t *testing.T) {
	g := newGround(t)
	info, err := g.open().Info(t.Context())
	if err != nil || info.Branch != "main" || info.DefaultBranch != "" {
		t.Errorf("before the first commit: %+v %v", info, err)
	}
	g.write("file", "1\n")
	g.commit()
	g.git("checkout", "-q", "-b", "topic")
	g.write("file", "2\n")
	g.commit()
	g.write("loose", "x\n")
	if info, err := g.open().Info(t.Context()); err != nil || info != (Info{"topic", "main"}) {
		t.Errorf("%+v %v", info, err)
	}
	diffs, err := g.open().Diff(t.Context(), "branch", WholeFile)
	if err != nil || len(diffs) != 2 || diffs[0].File != "file" || diffs[0].Status != "modified" || diffs[1].File != "loose" || diffs[0].Deletions != 1 {
		t.Errorf("%+v %v", diffs, err)
	}
	g.git("checkout", "-q", "--detach")
	if info, err := g.open().Info(t.Context()); err != nil || info.Branch != "" {
		t.Errorf("detached: %+v %v", info, err)
	}
}

func TestWhereThereIsNoRepositoryOrNoGitThereIsNone(t *testing.T) {
	if _, err := Open(t.Context(), t.TempDir(), t.TempDir(), nil); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
	g := newGround(t)
	t.Setenv("PATH", g.dir)
	if _, err := Open(t.Context(), g.dir, t.TempDir(), nil); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
}

func nothing(string) bool { return false }
