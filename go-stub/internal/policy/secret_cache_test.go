package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
