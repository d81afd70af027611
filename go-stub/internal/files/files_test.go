package files

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// ground is a workspace, with a neighbour that may be approved.
type ground struct {
	Place
	t       testing.TB
	outside string
	policy  *policy.Policy
}

func newGround(t testing.TB) *ground {
	t.Helper()
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	g := &ground{t: t, outside: filepath.Join(base, "outside")}
	g.Place = Place{
		Root: filepath.Join(base, "work"), Real: filepath.Join(base, "work"), Home: base,
	}
	g.policy, err = policy.New(policy.Config{
		StateDir: filepath.Join(t.TempDir(), "state"), Home: base, Announce: func(string, string, any) {}, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	g.WorkspaceID, g.Judge = "wrk_a", g.policy
	g.write("../outside/secret", "top secret")
	g.write("src/a.txt", "hello\n")
	return g
}

func (g *ground) approve(path string, access policy.Access) {
	g.t.Helper()
	if _, err := g.policy.Approve(g.WorkspaceID, policy.Grant{Rule: policy.Rule{Path: path, Access: access, Tree: true}}); err != nil {
		g.t.Fatal(err)
	}
}

func (g *ground) write(name, content string) {
	g.t.Helper()
	full := filepath.Join(g.Root, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
		g.t.Fatal(err)
	}
}

func (g *ground) link(target, name string) {
	g.t.Helper()
	if err := os.Symlink(target, filepath.Join(g.Root, name)); err != nil {
		g.t.Fatal(err)
	}
}

func (g *ground) refuses(name, code string) {
	g.t.Helper()
	for _, try := range []func() error{
		func() error { _, err := g.Content(name); return err },
		func() error { _, err := g.List(g.t.Context(), name); return err },
		func() error { _, _, err := g.Open(name); return err },
	} {
		var f *fault.Error
		if err := try(); !errors.As(err, &f) || f.Code != code {
			g.t.Errorf("%q: %v, want %s", name, err, code)
		}
	}
}

func (g *ground) shows(name, want string) {
	g.t.Helper()
	if got, err := g.Content(name); err != nil || got.Content != want {
		g.t.Errorf("%q: %q %v", name, got.Content, err)
	}
}

func TestNoPathLeadsOut(t *testing.T) {
	g := newGround(t)
	g.link("../outside", "out")
	g.link(g.outside+"/secret", "secret")
	g.link("nowhere/../../outside/none", "dangling-out")
	for _, name := range []string{
		"..", "../outside", "../outside/secret", "src/../../outside/secret", g.outside, g.outside + "/secret", "out", "out/secret", "secret",
		"~/outside/secret", "~", "/etc/passwd", "/proc/self/environ", "/", "../outside/none", "/nowhere/at/all", "out/none", "../work2",
	} {
		g.refuses(name, "path_outside")
	}
	g.refuses("a\x00b", "invalid_field")
}

func TestAnApprovedPlaceIsRead(t *testing.T) {
	g := newGround(t)
	g.approve(g.outside, policy.All)
	g.link("../outside/secret", "secret")
	g.shows("../outside/secret", "top secret")
	g.shows(g.outside+"/secret", "top secret")
	g.shows("secret", "top secret")
	nodes, err := g.List(t.Context(), "~/outside")
	if err != nil || len(nodes) != 1 || nodes[0].Path != "../outside/secret" || nodes[0].Absolute != g.outside+"/secret" {
		t.Errorf("%+v %v", nodes, err)
	}
	g.refuses("..", "path_outside")
}

func TestWithinTheWorkspaceLinksAndDotsAreFollowed(t *testing.T) {
	g := newGround(t)
	g.link("src", "code")
	g.link(g.Root+"/src/a.txt", "absolute")
	for _, name := range []string{"src/a.txt", "./src/../src/a.txt", "code/a.txt", "absolute", g.Root + "/src/a.txt", "~/work/src/a.txt"} {
		g.shows(name, "hello")
	}
}

func TestAWorkspaceBehindALinkKeepsItsName(t *testing.T) {
	g := newGround(t)
	named := filepath.Join(g.Home, "named")
	if err := os.Symlink(g.Real, named); err != nil {
		t.Fatal(err)
	}
	g.Root = named
	nodes, err := g.List(t.Context(), "src")
	if err != nil || len(nodes) != 1 || nodes[0].Absolute != named+"/src/a.txt" || nodes[0].Path != "src/a.txt" {
		t.Errorf("%+v %v", nodes, err)
	}
	g.shows(g.Real+"/src/a.txt", "hello")
}

func TestWhatIsNoFileIsNotOpened(t *testing.T) {
	g := newGround(t)
	for name, err := range map[string]error{
		"fifo":   unix.Mkfifo(filepath.Join(g.Root, "fifo"), 0o600),
		"socket": unix.Mknod(filepath.Join(g.Root, "socket"), unix.S_IFSOCK|0o600, 0),
	} {
		if err != nil {
			t.Fatal(name, err)
		}
		if _, err := g.Content(name); faultCode(err) != "not_file" {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := g.List(t.Context(), name); faultCode(err) != "not_directory" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := g.Content("src"); faultCode(err) != "not_file" {
		t.Errorf("a directory: %v", err)
	}
	if _, err := g.List(t.Context(), "src/a.txt"); faultCode(err) != "not_directory" {
		t.Errorf("a file: %v", err)
	}
	if unix.Mknod(filepath.Join(g.Root, "null"), unix.S_IFCHR|0o600, 1<<8|3) == nil {
		if _, err := g.Content("null"); faultCode(err) != "not_file" {
			t.Errorf("a device: %v", err)
		}
	}
	nodes, err := g.List(t.Context(), "")
	if err != nil || len(nodes) != 1 {
		t.Errorf("listed %+v %v", nodes, err)
	}
}

func faultCode(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

func TestWhatIsMissingOrShutIsSaid(t *testing.T) {
	g := newGround(t)
	g.shows("none", "")
	g.shows("src/a.txt/none", "")
	g.link("none", "dangling")
	g.shows("dangling", "")
	if _, err := g.List(t.Context(), "none"); faultCode(err) != "path_not_found" {
		t.Error(err)
	}
	g.link("loop", "loop")
	g.refuses("loop", "path_unreadable")
	g.refuses(strings.Repeat("x", 300), "path_too_long")
	if os.Geteuid() == 0 {
		return // to root nothing is shut
	}
	g.write("shut/file", "x")
	if err := os.Chmod(filepath.Join(g.Root, "shut"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(g.Root, "shut"), 0o700) })
	g.refuses("shut/file", "path_not_accessible")
}

// Whatever a name is, it leads into the workspace or is refused.
func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"../outside/secret", "src/../../outside", "out/secret", "~/outside", "/etc", "a\x00", "out/../src/a.txt", "./././", "src//a.txt", "\xff"} {
		f.Add(seed)
	}
	g := newGround(f)
	g.link("../outside", "out")
	g.link("/", "top")
	f.Fuzz(func(t *testing.T, name string) {
		path, err := g.Resolve(name)
		if err == nil && !policy.Inside(g.Real, path.Real) {
			t.Errorf("%q leads to %s", name, path.Real)
		}
		if err != nil && faultCode(err) == "" {
			t.Errorf("%q: %v", name, err)
		}
		if content, err := g.Content(name); err == nil && strings.Contains(content.Content, "secret") {
			t.Errorf("%q shows a secret", name)
		}
	})
}
