package search

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestGeneratedTreesAreListedAsRipgrepListsThem(t *testing.T) {
	rg(t)
	r := rand.New(rand.NewPCG(4, 2))
	for range 100 {
		root := plant(t, map[string]string{})
		repository := r.IntN(4) > 0
		if repository {
			_ = os.MkdirAll(filepath.Join(root, ".git/info"), 0o755)
		}
		for range 30 {
			full := filepath.Join(root, randomPath(r))
			_ = os.MkdirAll(filepath.Dir(full), 0o755)
			_ = os.WriteFile(full, []byte("x"), 0o644)
		}
		for _, kind := range []string{".gitignore", ".gitignore", ".ignore", ".rgignore"} {
			if r.IntN(2) == 0 {
				continue
			}
			dir := root
			if r.IntN(2) == 0 {
				dir = filepath.Dir(filepath.Join(root, randomPath(r)))
			}
			if os.MkdirAll(dir, 0o755) == nil {
				_ = os.WriteFile(filepath.Join(dir, kind), []byte(randomRules(r)), 0o644)
			}
		}
		if repository && r.IntN(2) == 0 {
			_ = os.WriteFile(filepath.Join(root, ".git/info/exclude"), []byte(randomRules(r)), 0o644)
		}
		if r.IntN(4) == 0 {
			_ = os.MkdirAll(filepath.Join(root, "a/.git"), 0o755)
		}
		home := plant(t, map[string]string{".config/git/ignore": "d.log\n"})
		sameFiles(t, root, home)
		if sub := filepath.Join(root, "a"); isDir(sub) {
			sameFiles(t, sub, home)
		}
		if t.Failed() {
			return
		}
	}
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func TestGlobalRulesOfGitHoldInARepository(t *testing.T) {
	files := map[string]string{"a.o": "", "b.c": "", "sub/a.o": ""}
	home := plant(t, map[string]string{".gitconfig": "[core]\n\texcludesFile = ~/mine\n", "mine": "*.o\n"})
	outside := plant(t, files)
	if got := ownFiles(t, outside, home); len(got) != 3 {
		t.Errorf("without a repository: %q", got)
	}
	files[".git/HEAD"] = ""
	if got := ownFiles(t, plant(t, files), home); !slices.Equal(got, []string{"b.c"}) {
		t.Errorf("in a repository: %q", got)
	}
}

func TestTheRulesOfAWorktreeAreThoseOfItsRepository(t *testing.T) {
	main := plant(t, map[string]string{".git/info/exclude": "secret\n", ".git/worktrees/w/commondir": "../..\n"})
	tree := plant(t, map[string]string{"secret": "", "open": "", ".git": "gitdir: " + main + "/.git/worktrees/w\n"})
	if got := ownFiles(t, tree, t.TempDir()); !slices.Equal(got, []string{".git", "open"}) {
		t.Errorf("got %q", got)
	}
}

func TestWhatIsNoFileIsPassedOver(t *testing.T) {
	root := plant(t, map[string]string{"file": "needle\n", "shut/file": "needle\n"})
	for name, err := range map[string]error{
		"fifo": unix.Mkfifo(filepath.Join(root, "fifo"), 0o600),
		"link": os.Symlink("file", filepath.Join(root, "link")),
		"loop": os.Symlink(".", filepath.Join(root, "loop")),
		"rule": unix.Mkfifo(filepath.Join(root, ".gitignore"), 0o600),
		"shut": os.Chmod(filepath.Join(root, "shut"), 0),
	} {
		if err != nil {
			t.Fatal(name, err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(root, "shut"), 0o700) })
	want := []string{"file"}
	if os.Geteuid() == 0 {
		want = append(want, "shut/file") // nothing is shut to root
	}
	if got := ownFiles(t, root, t.TempDir()); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	found, err := Grep(t.Context(), TextQuery{Root: root, Pattern: "needle", Limit: 10})
	if err != nil || len(found) != len(want) {
		t.Errorf("got %v, %v", found, err)
	}
}

func TestTheKernelsFilesAreNotSearched(t *testing.T) {
	w := walk{root: "/proc", home: t.TempDir(), file: func(_ int, name string) { t.Errorf("visited %s", name) }}
	if err := w.run(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestASearchEndsWithItsCaller(t *testing.T) {
	files := map[string]string{}
	for range 200 {
		files[strings.Repeat("d/", 1+len(files)%40)+"f"+string(rune('a'+len(files)%26))] = "x\n"
	}
	root := plant(t, files)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := buildIndex(ctx, root, t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("index: %v", err)
	}
	if _, err := Grep(ctx, TextQuery{Root: root, Pattern: "x", Limit: 5}); !errors.Is(err, context.Canceled) {
		t.Errorf("text: %v", err)
	}
}
