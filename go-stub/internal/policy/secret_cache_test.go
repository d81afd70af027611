package policy

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestASecretThatIsNewIsFoundWhereTheRestIsKnown(t *testing.T) {
	p := newPlace(t)
	p.write("app/a/b/.env", "app/a/c/x")
	now := time.Now()
	cache := newSecretCache(func() time.Time { return now })
	g := newGuard(p.home)
	if got := cache.in(p.work, g); !slices.Equal(got, []string{p.work + "/a/b/.env"}) {
		t.Errorf("%q", got)
	}
	p.write("app/a/c/.env")
	now = now.Add(secretsAreNew)
	if got := cache.in(p.work, g); !slices.Equal(got, []string{p.work + "/a/b/.env", p.work + "/a/c/.env"}) {
		t.Errorf("%q", got)
	}
	if err := os.Remove(p.work + "/a/b/.env"); err != nil {
		t.Fatal(err)
	}
	now = now.Add(secretsAreNew)
	if got := cache.in(p.work, g); !slices.Equal(got, []string{p.work + "/a/c/.env"}) {
		t.Errorf("%q", got)
	}
}

func TestASecretIsFoundWhereverItIsMoved(t *testing.T) {
	p := newPlace(t)
	p.write("app/a/.env", "app/a/x", "app/b/.env", "app/node_modules/y")
	now := time.Now()
	cache := newSecretCache(func() time.Time { return now })
	g := newGuard(p.home)
	cache.in(p.work, g)
	for from, to := range map[string]string{"/a": "/node_modules/a", "/b": "/c"} {
		if err := os.Rename(p.work+from, p.work+to); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{p.work + "/c/.env", p.work + "/node_modules/a/.env"}
	for range 3 { // at once, and for good
		got := cache.in(p.work, g)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
		now = now.Add(secretsAreNew)
	}
	// Nor does another tree, a long time, or many that come before it push it out.
	now = now.Add(2 * keepTree)
	cache.in(p.outside, g)
	if got := cache.in(p.work, g); !slices.Contains(got, want[1]) {
		t.Errorf("%q", got)
	}
	for i := range maxSecrets {
		p.write(fmt.Sprint("app/.env.", i))
	}
	if got := cache.in(p.work, g); !slices.Contains(got, want[0]) || !slices.Contains(got, want[1]) {
		t.Errorf("%d", len(got))
	}
	if err := os.RemoveAll(p.work + "/node_modules"); err != nil {
		t.Fatal(err)
	}
	if got := cache.in(p.work, g); !slices.Contains(got, want[0]) || slices.Contains(got, want[1]) {
		t.Errorf("%d", len(got))
	}
}

// TestADirectoryThatNobodyMayEnterIsHiddenWithItsSecrets is of a user, whom modes hold.
func TestADirectoryThatNobodyMayEnterIsHiddenWithItsSecrets(t *testing.T) {
	if os.Geteuid() == 0 {
		asUser(t)
		return
	}
	p := newPlace(t)
	p.write("app/a/.env", "app/b/.env")
	rules := p.Rules("wrk_a", p.work, nil)
	before := p.Hidden(rules)
	if !slices.Contains(before, p.work+"/a/.env") {
		t.Errorf("%q", before)
	}
	for path, mode := range map[string]os.FileMode{"/a": 0, "/b": 0o600} {
		if err := os.Chmod(p.work+path, mode); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.Chmod(p.work+path, 0o700) }()
	}
	if got := p.Hidden(rules); !slices.Contains(got, p.work+"/a") || !slices.Contains(got, p.work+"/b") {
		t.Errorf("%q", got)
	}
}

// asUser runs a test once more as somebody who is not root.
func asUser(t *testing.T) {
	t.Helper()
	place, err := os.MkdirTemp("/var/tmp", "orssh-user-")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(place) }()
	program, err := os.ReadFile("/proc/self/exe")
	if err == nil {
		err = errors.Join(os.WriteFile(place+"/tests", program, 0o755), os.Chmod(place, 0o777))
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(place+"/tests", "-test.run", "^"+t.Name()+"$", "-test.v")
	cmd.Dir, cmd.Env = place, []string{"TMPDIR=" + place, "HOME=" + place}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 54321, Gid: 54321}}
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v\n%s", err, out)
	}
}

// BenchmarkSecretsOfATree is what a look for secrets costs in a large project,
// once in a while.
func BenchmarkSecretsOfATree(b *testing.B) {
	top := b.TempDir()
	for i := range 1000 {
		dir := filepath.Join(top, fmt.Sprintf("d%d", i%30), fmt.Sprintf("e%d", i))
		if err := os.MkdirAll(dir, 0o700); err != nil {
			b.Fatal(err)
		}
		for j := range 15 {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(j)), nil, 0o600); err != nil {
				b.Fatal(err)
			}
		}
	}
	g := newGuard(top)
	time.Sleep(settled + 100*time.Millisecond)
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			findSecrets(top, g, nil)
		}
	})
	_, known := findSecrets(top, g, nil)
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			findSecrets(top, g, known)
		}
	})
}
