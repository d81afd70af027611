package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

func TestAWriteReplacesTheWholeFileAndKeepsItsMode(t *testing.T) {
	g := newGround(t)
	g.write("tool", "old")
	full := filepath.Join(g.Root, "tool")
	if err := unix.Chmod(full, 0o4751); err != nil {
		t.Fatal(err)
	}
	before, _ := g.Stat("tool")
	opened, err := os.Open(full)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	got := g.put(WriteQuery{Path: "tool", IfMatch: before.Etag}, "new content")
	after, _ := g.Stat("tool")
	if got.Created || got.Size != 11 || got.Etag != after.Etag || after.Etag == before.Etag || after.Mode != 0o4751 || g.onDisk("tool") != "new content" {
		t.Errorf("%+v %+v", got, after)
	}
	if data, _ := io.ReadAll(opened); string(data) != "old" {
		t.Errorf("who had it open sees %q", data)
	}
	_, err = g.Place.Write(WriteQuery{Path: "tool", IfMatch: before.Etag}, strings.NewReader("late"))
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Changed {
		t.Error(err)
	}
	_, err = g.Place.Write(WriteQuery{Path: "none", IfMatch: before.Etag}, strings.NewReader("late"))
	if !errors.As(err, &f) || f.Kind != fault.Changed {
		t.Error(err)
	}
	g.nothingLeft()
}

func TestANewFileIsMadeOnceAndWithItsParents(t *testing.T) {
	g := newGround(t)
	got := g.put(WriteQuery{Path: "a/b/c.txt", Parents: true, IfNone: true}, "x")
	if !got.Created || got.Resolved != g.Root+"/a/b/c.txt" {
		t.Errorf("%+v", got)
	}
	if _, err := g.Place.Write(WriteQuery{Path: "a/b/c.txt", IfNone: true}, strings.NewReader("y")); faultCode(err) != "exists" {
		t.Error(err)
	}
	if _, err := g.Place.Write(WriteQuery{Path: "no/parent"}, strings.NewReader("y")); faultCode(err) != "path_not_found" {
		t.Error(err)
	}
	if _, err := g.Place.Write(WriteQuery{Path: "p/q/r", Parents: true}, io.MultiReader(strings.NewReader("half"), broken{})); faultCode(err) != "body_incomplete" {
		t.Error(err)
	}
	if _, err := os.Lstat(g.Root + "/p"); err == nil {
		t.Error("directories were left")
	}
	g.nothingLeft()
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestAWriteFollowsALinkAndARemovalDoesNot(t *testing.T) {
	g := newGround(t)
	g.link("src/a.txt", "link")
	g.link("src/new.txt", "dangling")
	g.put(WriteQuery{Path: "link"}, "through")
	g.put(WriteQuery{Path: "dangling"}, "made")
	if g.onDisk("src/a.txt") != "through" || g.onDisk("src/new.txt") != "made" {
		t.Error("the target was not written")
	}
	if is, err := os.Lstat(g.Root + "/link"); err != nil || is.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is no link any more")
	}
	stat, _ := g.Stat("link")
	if err := g.Remove("link", stat.Etag); err != nil {
		t.Error(err)
	}
	if g.onDisk("src/a.txt") != "through" {
		t.Error("the target was removed")
	}
	if err := g.Remove("src/a.txt", "other"); faultCode(err) != "changed" {
		t.Error(err)
	}
	if err := g.Remove("src", ""); faultCode(err) != "not_file" {
		t.Error(err)
	}
	if err := g.Remove("link", ""); faultCode(err) != "path_not_found" {
		t.Error(err)
	}
}

func TestOfTwoThatDemandTheSameStateOneIsRefused(t *testing.T) {
	g := newGround(t)
	for range 20 {
		stat, _ := g.Stat("src/a.txt")
		results := make(chan error, 4)
		for n := range 4 {
			go func() {
				_, err := g.Place.Write(WriteQuery{Path: "src/a.txt", IfMatch: stat.Etag}, strings.NewReader(fmt.Sprint(n, stat.Etag)))
				results <- err
			}()
		}
		won := 0
		for range 4 {
			if <-results == nil {
				won++
			}
		}
		if won != 1 {
			t.Fatalf("%d of them wrote", won)
		}
	}
}

func TestWhatMayNotBeWrittenIsSaid(t *testing.T) {
	g := newGround(t)
	g.write("locked", "x")
	g.write("shut/file", "x")
	if err := errors.Join(os.Chmod(g.Root+"/locked", 0o444), os.Chmod(g.Root+"/shut", 0o555)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(g.Root+"/shut", 0o755) })
	g.asNobody()
	for _, name := range []string{"locked", "shut/file", "shut/new", "shut/a/b"} {
		if _, err := g.Place.Write(WriteQuery{Path: name, Parents: true}, strings.NewReader("y")); faultCode(err) != "path_not_writable" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := g.Remove("shut/file", ""); faultCode(err) != "path_not_writable" {
		t.Error(err)
	}
}

func TestAFullDiskKeepsTheOldContent(t *testing.T) {
	g := newGround(t)
	full := filepath.Join(g.Root, "full")
	if err := os.Mkdir(full, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", full, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("no file system can be mounted here")
	}
	t.Cleanup(func() { _ = unix.Unmount(full, 0) })
	g.put(WriteQuery{Path: "full/a"}, "old")
	_, err := g.Place.Write(WriteQuery{Path: "full/a"}, strings.NewReader(strings.Repeat("x", 1<<20)))
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.NoSpace || g.onDisk("full/a") != "old" {
		t.Errorf("%v", err)
	}
	g.nothingLeft()
}

// asNobody takes from root, until the test ends, what opens every file to it:
// the ground, and the thread that runs the test as far as files go, are
// another user's then.
func (g *ground) asNobody() {
	if os.Geteuid() != 0 {
		return
	}
	const nobody = 65534
	own := func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, nobody, nobody))
	}
	if err := filepath.WalkDir(g.Root, own); err != nil {
		g.t.Fatal(err)
	}
	for above := filepath.Dir(g.Root); above != filepath.Clean(os.TempDir()); above = filepath.Dir(above) {
		if err := os.Chown(above, nobody, nobody); err != nil {
			g.t.Fatal(err)
		}
	}
	runtime.LockOSThread()
	if err := unix.Setfsuid(nobody); err != nil {
		g.t.Fatal(err)
	}
	g.t.Cleanup(func() {
		_ = unix.Setfsuid(0)
		runtime.UnlockOSThread()
	})
}
