package files

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// links are those of the kernel's own test of openat2
// (tools/testing/selftests/openat2/resolve_test.c), and some that lead back into
// the workspace by its whole path.
func (g *ground) links() {
	g.t.Helper()
	g.write("etc/passwd", "inside")
	for _, dir := range []string{"root", "mnt", "cheeky"} {
		if err := os.Mkdir(filepath.Join(g.Root, dir), 0o755); err != nil {
			g.t.Fatal(err)
		}
	}
	own := filepath.Base(g.Root)
	for name, target := range map[string]string{
		"procexe": "/proc/self/exe", "procroot": "/proc/self/root", "procfd": "/proc/self/fd", "proccwd": "/proc/self/cwd",
		"creatlink": "/newfile3", "reletc": "etc/", "relsym": "etc/passwd", "absetc": "/etc/", "abssym": "/etc/passwd", "abscheeky": "/cheeky",
		"cheeky/absself": "/", "cheeky/self": "../../" + own + "/", "cheeky/garbageself": "/../../root/",
		"cheeky/passwd": "../cheeky/../etc/../etc/passwd", "cheeky/abspasswd": "/../cheeky/../etc/../etc/passwd",
		"cheeky/dotdotlink":  "../../../../../../../../../../../../../../etc/passwd",
		"cheeky/garbagelink": "/../../../../../../../../../../../../../../etc/passwd",
		"whole":              g.Root + "/etc", "wholecheeky": g.Root + "/cheeky", "newlink": "etc/new", "out": "../outside", "outfile": "../outside/secret", "outnew": "../outside/new",
		"loop": "loop2", "loop2": "loop",
	} {
		g.link(target, name)
	}
}

// TestTheKernelsTableOfPaths is that of openat2's RESOLVE_BENEATH, of
// RESOLVE_NO_MAGICLINKS and of O_CREAT, with one difference: what leads out and
// back in, or is a whole path into the workspace, works.
func TestTheKernelsTableOfPaths(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		g := newGround(t)
		g.links()
		own := filepath.Base(g.Root)
		mounted := unix.Mount("tmpfs", g.Root+"/mnt", "tmpfs", 0, "size=1m") == nil
		if mounted {
			t.Cleanup(func() { _ = unix.Unmount(g.Root+"/mnt", unix.MNT_DETACH) })
		}
		g.link("../mnt/", "mnt/self")
		g.link("/mnt/", "mnt/absself")
		g.link("../etc/passwd", "mnt/up")
		before := outsideOf(t, g)
		const dir, file, fresh = "a directory", "inside", "new"
		for path, leads := range map[string]string{
			"/": "", "..": "", "../" + own + "/": dir, "cheeky/absself": "", "abscheeky/absself": "", "cheeky/self": dir, "abscheeky/self": "",
			"cheeky/garbageself": "", "abscheeky/garbageself": "", "root": dir, "etc": dir, "etc/": dir, "etc/.": dir, "etc/passwd": file, "relsym": file,
			"cheeky/passwd": file, "abscheeky/passwd": "", "abssym": "", "/etc/passwd": "", "absetc/passwd": "", "reletc/passwd": file, "cheeky/abspasswd": "",
			"abscheeky/abspasswd": "", "cheeky/dotdotlink": "", "abscheeky/dotdotlink": "", "cheeky/garbagelink": "", "abscheeky/garbagelink": "",
			"/../../../../abscheeky/dotdotlink": "", "cheeky/self/etc/passwd": file, "cheeky/self/../outside/secret": "", "cheeky/../etc/passwd": file,
			"reletc/../cheeky/passwd": file, "whole/passwd": file, "wholecheeky/passwd": file, "wholecheeky/../etc/passwd": file, g.Root + "/relsym": file,
			"out": "", "out/secret": "", "outfile": "", "out/../" + own + "/etc/passwd": file, "loop": "", "loop/x": "", "etc/passwd/": "", "etc/passwd/.": "", "relsym/x": "",
			"mnt": dir, "mnt/": dir, "mnt/.": dir, "mnt/..": dir, "mnt/../mnt": dir, "mnt/self": dir, "mnt/absself": "", "mnt/up": file, "mnt/self/../etc/passwd": file,
			"procexe": "", "procroot": "", "procroot/etc/passwd": "", "procroot" + g.Root + "/etc/passwd": file, "procfd/0": "", "proccwd/table_test.go": "",
			"/proc/self/root/etc/passwd": "", "/proc/1/root/etc/passwd": "", "/proc/thread-self/cwd": "", "/proc/self/fd/0": "",
			"newfile1": fresh, "newlink": fresh, "mnt/new": fresh, "/newfile2": "", "creatlink": "", "outnew": "", "out/new": "", "cheeky/garbageself/new": "", "absetc/new": "",
		} {
			got := g.leads(path)
			if leads == fresh {
				if got != "" {
					t.Errorf("%s is there: %s", path, got)
				}
				if _, err := g.Place.Write(WriteQuery{Path: path}, strings.NewReader("x")); err != nil {
					t.Errorf("%s is not made: %v", path, err)
				}
				continue
			}
			if got != leads {
				t.Errorf("%s leads to %q, not %q", path, got, leads)
			}
			if _, err := g.Place.Write(WriteQuery{Path: path}, strings.NewReader("EVIL")); leads == "" && err == nil && !strings.Contains(path, "passwd/") {
				t.Errorf("%s was written", path)
			}
			g.write("etc/passwd", file)
		}
		if after := outsideOf(t, g); after != before {
			t.Errorf("outside was %s and is %s", before, after)
		}
		for _, path := range []string{"/newfile2", "/newfile3", "/etc/new"} {
			if _, err := os.Lstat(path); err == nil {
				t.Errorf("%s was made", path)
				_ = os.Remove(path)
			}
		}
		if !mounted {
			t.Log("mnt is no mount here")
		}
	})
}

// leads answers what a path shows: what a file says, or that it is a directory.
func (g *ground) leads(path string) string {
	content, err := g.Content(path)
	if err == nil {
		return content.Content
	}
	if entries, err := g.Entries(g.t.Context(), path, 100); err == nil && entries.Entries != nil {
		return "a directory"
	}
	if target, err := g.Reach(path); err == nil && g.permit(target, policy.Read) == nil && !policy.Inside(g.Real, target.Resolved) {
		g.t.Error(errors.New(path + " may be read at " + target.Resolved))
	}
	return ""
}
