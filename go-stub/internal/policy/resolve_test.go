package policy

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

func TestADirectoryBehindSymlinksIsResolved(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(root+"/real/sub", 0o700); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"one": "two", "two": "real"} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"~/one/sub", root + "/one/../two/./sub", "~//real/sub/"} {
		if got, err := Resolve("cwd", path, root); err != nil || got != root+"/real/sub" {
			t.Errorf("%s: %s, %v", path, got, err)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"/", "~", "~/..", "~root", "", ".", "/tmp/../etc", "/proc/self/root/proc/self/root", "/dev/null", "/\x00", strings.Repeat("/a", 3000), "~/\xff"} {
		f.Add(seed)
	}
	home := f.TempDir()
	f.Fuzz(func(t *testing.T, path string) {
		resolved, err := Resolve("cwd", path, home)
		if err != nil {
			var blamed *fault.Error
			if !errors.As(err, &blamed) || blamed.Kind != fault.BadRequest || blamed.Field != "cwd" || resolved != "" {
				t.Errorf("%q: %q, %v", path, resolved, err)
			}
			return
		}
		if !filepath.IsAbs(resolved) || filepath.Clean(resolved) != resolved {
			t.Errorf("%q: %q is not clean", path, resolved)
		}
		info, err := os.Lstat(resolved)
		if err != nil || !info.IsDir() {
			t.Errorf("%q: %q is no directory: %v", path, resolved, err)
		}
	})
}
