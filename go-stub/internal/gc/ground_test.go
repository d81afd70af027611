package gc

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

// ground is a root in which things of any age can be put.
type ground struct {
	t     *testing.T
	files layout.Layout
	now   time.Time
}

func newGround(t *testing.T) ground {
	t.Helper()
	g := ground{t: t, now: time.Now()}
	var err error
	if g.files, err = layout.Find(filepath.Join(t.TempDir(), "root"), layout.Statfs); err != nil {
		t.Fatal(err)
	}
	if err := g.files.Create(); err != nil {
		t.Fatal(err)
	}
	return g
}

// put makes a file below the root, as old as is said.
func (g ground) put(path string, age time.Duration, content string) string {
	g.t.Helper()
	path = filepath.Join(g.files.Root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
		g.t.Fatal(err)
	}
	g.age(path, age)
	return path
}

func (g ground) age(path string, age time.Duration) {
	g.t.Helper()
	if err := os.Chtimes(path, g.now.Add(-age), g.now.Add(-age)); err != nil {
		g.t.Fatal(err)
	}
}

// stub is the name of a version; digit makes its hash.
func stub(digit string) string {
	return version.Name + "-1.0.0-" + strings.Repeat(digit, 12)
}

func (g ground) version(digit string, age time.Duration) {
	g.t.Helper()
	g.put("bin/"+stub(digit), age, "0123456789")
}

func (g ground) use(digit string) {
	g.t.Helper()
	if err := os.Symlink(stub(digit), filepath.Join(g.files.Bin, version.Name)); err != nil {
		g.t.Fatal(err)
	}
}

func (g ground) collect(change ...func(*Options)) Report {
	g.t.Helper()
	opts := Options{Files: g.files, SHA256: strings.Repeat("e", 64), Now: g.now}
	for _, c := range change {
		c(&opts)
	}
	report, err := Collect(opts)
	if err != nil {
		g.t.Fatal(err)
	}
	return report
}

// removed are the paths below the root.
func (g ground) removed(r Report) []string {
	names := []string{}
	for _, one := range r.Removed {
		names = append(names, strings.TrimPrefix(one.Path, g.files.Root+"/"))
	}
	slices.Sort(names)
	return names
}

func (g ground) expect(r Report, want ...string) {
	g.t.Helper()
	slices.Sort(want)
	if got := g.removed(r); !slices.Equal(got, want) {
		g.t.Errorf("removed %q, want %q; kept %+v", got, want, r.Kept)
	}
	for _, path := range want {
		if _, err := os.Lstat(filepath.Join(g.files.Root, path)); (err == nil) != r.DryRun {
			g.t.Errorf("%s: %v", path, err)
		}
	}
}

func (g ground) record(own, digit string, pid int) {
	g.t.Helper()
	g.put(filepath.Join(own, "run/stub.pid"), 0, fmt.Sprintf(`{"pid":%d,"port":1,"instance":"i","sha256":%q}`, pid, strings.Repeat(digit, 64)))
}

// hold takes a stub's lock for the rest of the test.
func (g ground) hold(own string) {
	g.t.Helper()
	f, err := os.OpenFile(g.put(filepath.Join(own, "run/stub.lock"), 0, ""), os.O_RDWR, 0)
	if err != nil {
		g.t.Fatal(err)
	}
	g.t.Cleanup(func() { _ = f.Close() })
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		g.t.Fatal(err)
	}
}

const day = 24 * time.Hour
