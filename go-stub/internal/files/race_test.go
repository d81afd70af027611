package files

import (
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// eachWay runs a test with openat2, where the kernel has it, and without.
func eachWay(t *testing.T, test func(t *testing.T)) {
	for name, without := range map[string]bool{"openat2": false, "O_NOFOLLOW": true} {
		t.Run(name, func(t *testing.T) {
			noOpenat2.Store(without)
			t.Cleanup(func() { noOpenat2.Store(false) })
			test(t)
			if !without && noOpenat2.Load() {
				t.Skip("this kernel has no openat2")
			}
		})
	}
}

// How long directories are swapped under those that use them.
const raceTime = 2 * time.Second

// TestNothingIsSwappedBetweenALookAndItsUse has threads that make directories
// and files links to the outside and back, and others that read, write, list
// and remove by the same names all the while.
func TestNothingIsSwappedBetweenALookAndItsUse(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		g := newGround(t)
		for name, content := range map[string]string{
			"d/e/f": "d", "x/d/e/f": "x", "../outside/d/e/f": "outside", "../outside/e/f": "outside", "../outside/f": "outside",
		} {
			g.write(name, content)
		}
		before := outsideOf(t, g)
		var worked, refused atomic.Int64
		stop := time.After(raceTime)
		done := make(chan struct{})
		var all sync.WaitGroup
		each := func(act func(r *rand.Rand)) {
			all.Add(1)
			go func() {
				defer all.Done()
				random := rand.New(rand.NewPCG(rand.Uint64(), 2))
				for {
					select {
					case <-done:
						return
					default:
						act(random)
					}
				}
			}()
		}
		var swaps []func()
		for _, name := range []string{"d", "d/e", "x", "x/d", "d/e/f"} {
			swaps = append(swaps, g.swapper(name))
		}
		for _, swap := range swaps {
			each(func(*rand.Rand) { swap() })
		}
		names := []string{"d/e/f", "x/d/e/f", "d/../d/e/f", "x/../d/e/f", "d/e/new", "f"}
		for range 8 {
			each(func(r *rand.Rand) {
				if g.use(t, names[r.IntN(len(names))], r.IntN(5)) == nil {
					worked.Add(1)
				} else {
					refused.Add(1)
				}
			})
		}
		<-stop
		close(done)
		all.Wait()
		if after := outsideOf(t, g); after != before {
			t.Errorf("outside was %s and is %s", before, after)
		}
		if worked.Load() == 0 || refused.Load() == 0 {
			t.Errorf("%d worked, %d were refused: nothing was tried", worked.Load(), refused.Load())
		}
		t.Logf("%d worked, %d were refused", worked.Load(), refused.Load())
	})
}

// swapper makes a name a link to the outside, and what it was again. It acts in
// the directory that it finds now, and not through links of others.
func (g *ground) swapper(name string) func() {
	g.t.Helper()
	dir, err := os.OpenRoot(filepath.Join(g.Root, filepath.Dir(name)))
	if err != nil {
		g.t.Fatal(err)
	}
	g.t.Cleanup(func() { _ = dir.Close() })
	base, target := filepath.Base(name), g.outside
	if base == "f" {
		target += "/f"
	}
	return func() {
		if dir.Rename(base, "aside-"+base) != nil {
			return
		}
		_ = dir.Symlink(target, base)
		runtime.Gosched()
		_ = dir.RemoveAll(base) // also what was made meanwhile
		for dir.Rename("aside-"+base, base) != nil {
			_ = dir.RemoveAll(base)
		}
	}
}

func (g *ground) use(t *testing.T, name string, how int) error {
	switch how {
	case 0:
		r, err := g.Read(t.Context(), name, 0)
		if err != nil {
			return err
		}
		defer func() { _ = r.Close() }()
		if data, _ := io.ReadAll(r); strings.Contains(string(data), "outside") {
			t.Errorf("%s was read outside", name)
		}
	case 1:
		_, err := g.Place.Write(WriteQuery{Path: name, Parents: true}, strings.NewReader("inside"))
		return err
	case 2:
		content, err := g.Content(name)
		if strings.Contains(content.Content, "outside") {
			t.Errorf("%s was read outside", name)
		}
		return err
	case 3:
		entries, err := g.Entries(t.Context(), filepath.Dir(name), 100)
		for _, one := range entries.Entries {
			if one.Name == "secret" {
				t.Errorf("%s was listed outside", name)
			}
		}
		return err
	case 4:
		return g.Remove(name, "")
	}
	return nil
}

// outsideOf is all that is outside of the workspace, with what it contains.
func outsideOf(t *testing.T, g *ground) string {
	t.Helper()
	var list []string
	_ = filepath.WalkDir(g.outside, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			data, _ := os.ReadFile(path)
			path += "=" + string(data)
		}
		list = append(list, path)
		return err
	})
	return strings.Join(list, " ")
}

func TestAPathIsHeldAsItWasDecidedOn(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		g := newGround(t)
		g.link("src", "link")
		for name, fails := range map[string]bool{"src/a.txt": false, "link/a.txt": true, "src/none": false, "none/x": true, "src/a.txt/x": true, "": false} {
			s, err := hold(filepath.Join(g.Real, name))
			if (err != nil) != fails {
				t.Errorf("%q: %v", name, err)
			}
			if err == nil {
				s.drop()
			}
		}
		if s, err := hold("/proc/self/root/etc/hosts"); err == nil {
			s.drop()
			t.Error("a link of the kernel was followed")
		}
		s, err := hold("/")
		if err != nil {
			t.Fatal(err)
		}
		defer s.drop()
		if is, err := s.look(); err != nil || is.kind() != "directory" {
			t.Error(err)
		}
	})
}

func TestLinksWithinAWorkspaceWork(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		g := newGround(t)
		g.write("lib/real/b.txt", "b")
		g.link("real", "lib/current")
		g.link("../lib/current", "src/lib")
		g.link(g.Root+"/lib", "abs")
		g.link("src/lib/b.txt", "file")
		for _, name := range []string{"src/lib/b.txt", "abs/current/b.txt", "file", "src/lib/../real/b.txt", "src/lib/../../src/lib/b.txt"} {
			if got := g.read(name); got != "b" {
				t.Errorf("%s: %q", name, got)
			}
		}
		g.put(WriteQuery{Path: "file"}, "c")
		if got := g.onDisk("lib/real/b.txt"); got != "c" {
			t.Errorf("%q", got)
		}
	})
}

func TestApprovedToBeReadIsNotApprovedToBeWritten(t *testing.T) {
	g := newGround(t)
	g.approve(g.outside, policy.Read)
	if got := g.read("../outside/secret"); got != "top secret" {
		t.Errorf("%q", got)
	}
	name := "../outside/secret"
	_, err := g.Place.Write(WriteQuery{Path: name}, strings.NewReader("x"))
	for what, err := range map[string]error{"write": err, "remove": g.Remove(name, "")} {
		if faultCode(err) != "permission_required" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := g.Put(name, []byte("x"), false, false); faultCode(err) != "permission_required" {
		t.Error(err)
	}
	if stat, err := g.Stat(name); err != nil || stat.Approved || stat.Access != "read" {
		t.Errorf("%+v %v", stat, err)
	}
	g.approve(g.outside+"/drop", policy.Edit)
	g.put(WriteQuery{Path: "../outside/drop/x", Parents: true}, "1")
	if _, err := g.Read(t.Context(), "../outside/drop/x", 0); err != nil {
		t.Error(err)
	}
	if got := g.onDisk("../outside/secret"); got != "top secret" {
		t.Errorf("%q", got)
	}
}
