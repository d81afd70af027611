package files

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// A directory becomes a link between the look at it and its use.
func TestALinkThatComesBetweenIsNotFollowed(t *testing.T) {
	g := newGround(t)
	target, err := g.Reach("src/a.txt")
	if err != nil {
		t.Fatal(err)
	}
	g.write("../outside/a.txt", "outside")
	if err := errors.Join(os.Rename(g.Root+"/src", g.Root+"/was"), os.Symlink(g.outside, g.Root+"/src")); err != nil {
		t.Fatal(err)
	}
	if _, err := g.visit(target); err == nil {
		t.Error("the link was followed")
	}
	way := &way{target: target}
	if err := way.take(true); err == nil {
		t.Error("the link was followed to write")
	}
	held, err := hold(g.Root + "/was/a.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer held.drop()
	if err := errors.Join(os.Remove(g.Root+"/was/a.txt"), os.Symlink(g.outside+"/secret", g.Root+"/was/a.txt")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := held.open("a.txt", false); faultCode(err) != "not_file" {
		t.Errorf("a link in place of the file: %v", err)
	}
}

func TestADirectoryThatBecomesALinkAgainAndAgain(t *testing.T) {
	g := newGround(t)
	g.write("../outside/a.txt", "outside")
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
			}
			_ = os.Rename(g.Root+"/src", g.Root+"/was")
			_ = os.Symlink(g.outside, g.Root+"/src")
			_ = os.Remove(g.Root + "/src")
			_ = os.Rename(g.Root+"/was", g.Root+"/src")
		}
	}()
	for range 3000 {
		if r, err := g.Read(t.Context(), "src/a.txt", 0); err == nil {
			data, _ := io.ReadAll(r)
			_ = r.Close()
			if string(data) == "outside" {
				t.Error("read outside")
			}
		}
		_, _ = g.Place.Write(WriteQuery{Path: "src/b.txt"}, strings.NewReader("x"))
	}
	close(stop)
	<-done
	if _, err := os.Lstat(g.outside + "/b.txt"); err == nil {
		t.Error("wrote outside")
	}
}

func TestWhatIsNoFileNeverBlocksATool(t *testing.T) {
	g := newGround(t)
	if err := errors.Join(unix.Mkfifo(g.Root+"/fifo", 0o600), unix.Mknod(g.Root+"/socket", unix.S_IFSOCK|0o600, 0)); err != nil {
		t.Fatal(err)
	}
	g.Allow = policy.AllowAll("/dev/*")
	for _, name := range []string{"fifo", "socket", "/dev/null", "/dev/zero", "src"} {
		for what, err := range g.tries(name) {
			if what == "entries" && name == "src" {
				continue
			}
			if code := faultCode(err); code != "not_file" && code != "not_directory" {
				t.Errorf("%s %s: %v", what, name, err)
			}
		}
	}
}

func TestFilesOfTheKernelAreReadWhole(t *testing.T) {
	g := newGround(t)
	g.Allow = policy.AllowAll("/proc/*")
	if got := g.read("/proc/self/status"); !strings.HasPrefix(got, "Name:") {
		t.Errorf("%q", got)
	}
	r, err := g.Read(t.Context(), "/proc/self/status", 5)
	if err != nil || r.Size <= 5 {
		t.Fatal(err)
	}
	_ = r.Close()
	lines, err := g.Lines(t.Context(), "/proc/meminfo", LinesQuery{Limit: 1})
	if err != nil || !strings.HasPrefix(lines.Lines[0], "MemTotal:") || lines.Size == 0 || !lines.More {
		t.Errorf("%+v %v", lines, err)
	}
}

// Whatever a name is, tools go into the workspace or are refused.
func FuzzReach(f *testing.F) {
	for _, seed := range []string{"../outside/secret", "src/../../outside", "out/secret", "~/outside", "/etc", "a\x00", "out/../src/a.txt", "top/etc", "src//a.txt", "\xff"} {
		f.Add(seed)
	}
	g := newGround(f)
	g.link("../outside", "out")
	g.link("/", "top")
	f.Fuzz(func(t *testing.T, name string) {
		target, err := g.Reach(name)
		if err != nil {
			if faultCode(err) == "" {
				t.Errorf("%q: %v", name, err)
			}
			return
		}
		if err := g.permit(target, policy.Read); err == nil && !policy.Inside(g.Real, target.Resolved) {
			t.Errorf("%q leads to %s", name, target.Resolved)
		}
		if r, err := g.Read(t.Context(), name, 0); err == nil {
			data, _ := io.ReadAll(r)
			_ = r.Close()
			if strings.Contains(string(data), "secret") {
				t.Errorf("%q shows a secret", name)
			}
		}
	})
}
