package search

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The scores are of fuzzysort 3.1.0, as its go() gives them.
func TestScoresAreFuzzysorts(t *testing.T) {
	var s scorer
	for _, c := range []struct {
		query, path string
		want        float64
	}{
		{"e", "e2e/run.mjs", -10},
		{"main", "e2e/harness/main.ts", -7.62560553633218},
		{"mn", "apps/orssh/src/output/columns.ts", -27058.000000000007},
		{"server", "e2e/specs/servers.test.ts", -9.52154857560263},
		{"srv", "apps/orssh/src/verbs.ts", -73.2},
		{"ReadMe", "README.md", -1.5010956902848795},
		{"gostub", "go-stub/go.mod", -24},
		{"stub/server", "go-stub/internal/server/body.go", -59.8},
		{"index.ts", "libs/lease/src/index.ts", -7.512426035502958},
		{"libs/tunnel/src/", "libs/tunnel/src/quote.ts", -4.000060561098579},
		{"session store", "go-stub/internal/session/store.go", -13.616970650887573},
		{"table lease", "go-stub/internal/exec/table_lease.go", -15.710502958579882},
		{"a b", "apps/orssh/build.mjs", -31.1},
	} {
		q, target := newQuery(c.query), newTarget(c.path)
		if got, ok := s.score(&q, &target); !ok || math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%q in %s: %v %v, want %v", c.query, c.path, got, ok, c.want)
		}
	}
}

func find(t testing.TB, names *Names, q FileQuery) []string {
	t.Helper()
	got, err := names.Find(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestNamesAreRankedAndHiddenOnesComeLast(t *testing.T) {
	root := plant(t, map[string]string{
		"src/main.go": "", "src/domain/x.go": "", ".main": "", ".git/main": "", "left/main": "", ".gitignore": "left\n", "main/": "", "docs/ä/Übung.md": "",
	})
	names := &Names{Home: t.TempDir()}
	for _, c := range []struct {
		text, kind string
		want       string
	}{
		{"main", "", "src/main.go src/domain/ src/domain/x.go .main"},
		{"main", "file", "src/main.go src/domain/x.go .main"},
		{"main", "directory", "src/domain/"},
		{"", "", "src/ docs/ docs/ä/ src/domain/ src/main.go src/domain/x.go docs/ä/Übung.md .main .gitignore"},
		{"übung", "", "docs/ä/Übung.md"},
		{"nothing", "", ""},
	} {
		if got := strings.Join(find(t, names, FileQuery{Root: root, Text: c.text, Type: c.kind, Limit: 20}), " "); got != c.want {
			t.Errorf("%q %s: got %s", c.text, c.kind, got)
		}
	}
	if got := find(t, names, FileQuery{Root: root, Limit: 2}); !slices.Equal(got, []string{"src/", "docs/"}) {
		t.Errorf("got %q", got)
	}
}

func TestWhatChangesInATreeIsSeen(t *testing.T) {
	root := plant(t, map[string]string{"a/one": "", "b/two": "", ".gitignore": "none\n", ".git/HEAD": ""})
	names := &Names{Home: t.TempDir()}
	forget := func() { // as if the index were older than it may be without a look
		for _, known := range names.trees {
			known.set(known.index, time.Time{})
		}
	}
	has := func(name string, want bool) {
		t.Helper()
		forget()
		if got := slices.Contains(find(t, names, FileQuery{Root: root, Type: "file", Limit: 50}), name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	has("a/one", true)
	before := names.trees[root].index
	has("b/two", true)
	if names.trees[root].index != before {
		t.Error("a tree that did not change was read again")
	}
	if err := os.WriteFile(filepath.Join(root, "b/three"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	has("b/three", true)
	if err := os.RemoveAll(filepath.Join(root, "a")); err != nil {
		t.Fatal(err)
	}
	has("a/one", false)
	if err := os.WriteFile(filepath.Join(root, ".gitignore"), []byte("two\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(time.Second)
	if err := os.Chtimes(filepath.Join(root, ".gitignore"), later, later); err != nil {
		t.Fatal(err)
	}
	has("b/two", false)
}

// BenchmarkNames is a tree of 100 000 files: read anew, looked over, and known.
func BenchmarkNames(b *testing.B) {
	root := plant(b, map[string]string{".gitignore": "*.log\nnode_modules/\n/dist\n", ".git/HEAD": ""})
	for i := range 2000 {
		dir := filepath.Join(root, fmt.Sprintf("pkg%02d/module%02d/part%d", i/100, i/10%10, i%10))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			b.Fatal(err)
		}
		for j := range 50 {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("file-%d-%d.ts", i, j)), []byte("x"), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name  string
		reset func(n *Names)
	}{
		{"cold", func(n *Names) { n.trees = nil }},
		{"checked", func(n *Names) {
			for _, known := range n.trees {
				known.set(known.index, time.Time{})
			}
		}},
		{"known", func(*Names) {}},
	} {
		b.Run(c.name, func(b *testing.B) {
			names := &Names{Home: b.TempDir()}
			_, _ = names.Find(b.Context(), FileQuery{Root: root, Text: "mod7file", Limit: 10})
			for b.Loop() {
				c.reset(names)
				if got, err := names.Find(b.Context(), FileQuery{Root: root, Text: "mod7file", Limit: 10}); err != nil || len(got) != 10 {
					b.Fatal(got, err)
				}
			}
		})
	}
}
