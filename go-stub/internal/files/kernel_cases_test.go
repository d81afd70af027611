package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// kernelGround is the tree of the kernel's own test of openat2
// (tools/testing/selftests/openat2/resolve_test.c), whose root is the workspace.
func kernelGround(t *testing.T) *ground {
	t.Helper()
	g := newGround(t)
	g.Root = filepath.Join(filepath.Dir(g.Root), "root")
	g.Real = g.Root
	g.write("etc/passwd", "inside")
	for _, dir := range []string{"root", "mnt", "cheeky"} {
		if err := os.Mkdir(filepath.Join(g.Root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// Root may mount; for others it is a directory as any.
	if mnt := filepath.Join(g.Root, "mnt"); unix.Mount("tmpfs", mnt, "tmpfs", 0, "size=1m") == nil {
		t.Cleanup(func() { _ = unix.Unmount(mnt, unix.MNT_DETACH) })
	}
	for name, target := range map[string]string{
		"procexe": "/proc/self/exe", "procroot": "/proc/self/root", "mnt/self": "../mnt/", "mnt/absself": "/mnt/",
		"creatlink": "/newfile3", "reletc": "etc/", "relsym": "etc/passwd", "absetc": "/etc/", "abssym": "/etc/passwd", "abscheeky": "/cheeky",
		"cheeky/absself": "/", "cheeky/self": "../../root/", "cheeky/garbageself": "/../../root/",
		"cheeky/passwd": "../cheeky/../etc/../etc/passwd", "cheeky/abspasswd": "/../cheeky/../etc/../etc/passwd",
		"loop": "loop2", "loop2": "loop", "whole": g.Root + "/etc",
		"cheeky/dotdotlink":  strings.Repeat("../", 14) + "etc/passwd",
		"cheeky/garbagelink": "/" + strings.Repeat("../", 14) + "etc/passwd",
	} {
		if err := os.Symlink(target, filepath.Join(g.Root, name)); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

// What the kernel's test expects of RESOLVE_BENEATH and RESOLVE_NO_MAGICLINKS,
// but for ways out that come back in: where they lead decides.
const (
	file      = "a file of the workspace"
	directory = "a directory of the workspace"
	new       = "a file of the workspace that is not there yet"
	refused   = "refused"
	absent    = "not there"
)

var kernelCases = map[string]string{
	// Jumps to the root of the host, and out of the workspace.
	"/": refused, "cheeky/absself": refused, "abscheeky/absself": refused, "..": refused, "../..": refused,
	"../../": refused, "cheeky/garbageself": refused, "abscheeky/garbageself": refused, "/..": refused, "/../../": refused,
	// Out, and in again: BENEATH refuses these.
	"../root/": directory, "cheeky/self": directory, "../root/etc/passwd": file, "cheeky/self/etc/passwd": file,
	"abscheeky/self": refused, "../outside/../root/etc/passwd": file,
	// What is within.
	".": directory, "root": directory, "root/": directory, "etc": directory, "etc/": directory, "mnt": directory,
	"etc/passwd": file, "etc/./passwd": file, "etc//passwd": file, "etc/../etc/passwd": file, "root/../etc/passwd": file,
	"relsym": file, "cheeky/passwd": file, "reletc": directory, "reletc/passwd": file, "reletc/../etc/passwd": file, "mnt/self": directory,
	"mnt/self/../etc/passwd": file, "newfile1": new, "reletc/newfile2": new, "mnt/self/newfile4": new, "cheeky/self/newfile5": new,
	"mnt/..": directory, "mnt/newfile6": new, "mnt/../mnt/self": directory, "whole/passwd": file, "whole/newfile7": new,
	// Absolute links and paths are the host's.
	"abssym": refused, "/etc/passwd": refused, "absetc": refused, "absetc/passwd": refused, "abscheeky/abspasswd": refused,
	"/etc": refused, "/newfile3": refused, "creatlink": refused, "absetc/newfile3": refused,
	"mnt/absself": refused, "mnt/absself/passwd": refused, "abscheeky": refused, "abscheeky/passwd": refused,
	// More ".." than there are directories.
	"cheeky/dotdotlink": refused, "abscheeky/dotdotlink": refused, "cheeky/garbagelink": refused, "abscheeky/garbagelink": refused,
	strings.Repeat("../", 40) + "etc/passwd": refused, "etc/" + strings.Repeat("../", 40) + "etc/passwd": refused,
	// Links of the kernel.
	"procexe": refused, "procroot": refused, "procroot/etc": refused, "procroot/etc/passwd": refused, "/proc/self/exe": refused,
	"/proc/self/root": refused, "/proc/self/root/etc/passwd": refused, "/proc/self/cwd": refused, "/proc/self/fd/0": refused, "/proc/thread-self/root/etc": refused,
	// What is nothing, "/cheeky" among it.
	"cheeky/abspasswd": absent, "etc/passwd/": absent, "etc/passwd/..": absent, "relsym/": absent, "none/../etc/passwd": absent, "etc/none/x": absent, "loop": absent, "loop/x": absent, "reletc/none": new,
}

func TestTheKernelsOwnCasesOfOpenat2(t *testing.T) {
	eachWay(t, func(t *testing.T) {
		for name, want := range kernelCases {
			g := kernelGround(t)
			before, there := os.ReadFile("/etc/passwd")
			if there != nil {
				t.Fatal(there)
			}
			for act, err := range g.everything(t, name, want) {
				if kind := kindOfAnswer(err); kind != expected(want, act) {
					t.Errorf("%s %q, %s: %v (%v)", act, name, want, kind, err)
				}
			}
			if after, _ := os.ReadFile("/etc/passwd"); string(after) != string(before) {
				t.Fatalf("%q wrote to /etc/passwd", name)
			}
			if os.Remove("/newfile3") == nil || os.Remove("/etc/newfile3") == nil {
				t.Fatalf("%q made a file outside", name)
			}
		}
	})
}

// everything looks at, lists, reads and writes a name.
func (g *ground) everything(t *testing.T, name, want string) map[string]error {
	errs := map[string]error{}
	_, errs["look at"] = g.Permitted(name)
	_, errs["list"] = g.Entries(t.Context(), name, 100)
	r, err := g.Read(t.Context(), name, 0)
	errs["read"] = err
	if err == nil {
		if data, _ := io.ReadAll(r); string(data) != "inside" {
			t.Errorf("%q is %q", name, data)
		}
		_ = r.Close()
	}
	_, errs["write"] = g.Place.Write(WriteQuery{Path: name}, strings.NewReader("written"))
	data, _ := os.ReadFile(filepath.Join(g.Root, "etc/passwd"))
	if (want == file) != (string(data) == "written") {
		t.Errorf("after %q was written the file in the workspace is %q", name, data)
	}
	return errs
}

// expected is the kind of answer that an act on it gets.
func expected(want, act string) string {
	switch {
	case want == refused:
		return "refused"
	case want == file && act != "list", want == directory && (act == "list" || act == "look at"), want == new && act == "write":
		return "done"
	}
	return "failed"
}

func kindOfAnswer(err error) string {
	var known *fault.Error
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, policy.ErrMagic):
		return "refused"
	case errors.As(err, &known) && (known.Kind == fault.Forbidden || known.Kind == fault.PermissionRequired):
		return "refused"
	}
	return "failed"
}
