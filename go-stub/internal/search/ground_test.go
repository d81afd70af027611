package search

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// plant writes files by name below a new root, which has no rules above it.
func plant(t testing.TB, files map[string]string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		full := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			continue
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// rg is the real program, or skips the test.
func rg(t testing.TB) string {
	t.Helper()
	name, err := exec.LookPath("rg")
	if err != nil {
		t.Skip("ripgrep is not installed")
	}
	return name
}

// rgFiles is what ripgrep lists with the arguments of OpenCode.
func rgFiles(t testing.TB, root, home string) []string {
	t.Helper()
	cmd := exec.Command(rg(t), "--no-config", "--files", "--hidden", "--glob=!**/.git/**", ".")
	cmd.Dir, cmd.Env = root, []string{"HOME=" + home}
	out, _ := cmd.Output()
	var names []string
	for line := range strings.Lines(string(out)) {
		names = append(names, strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "./"))
	}
	slices.Sort(names)
	return names
}

func ownFiles(t testing.TB, root, home string) []string {
	t.Helper()
	x, err := buildIndex(t.Context(), root, home)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range x.files {
		names = append(names, x.files[i].path)
	}
	slices.Sort(names)
	return names
}

func sameFiles(t testing.TB, root, home string) {
	t.Helper()
	want, got := rgFiles(t, root, home), ownFiles(t, root, home)
	if slices.Equal(want, got) {
		return
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("rg lists %q", name)
		}
	}
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("rg does not list %q", name)
		}
	}
	t.Log(rulesIn(root))
}

func rulesIn(root string) string {
	var b strings.Builder
	_ = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && (strings.HasSuffix(path, "ignore") || strings.HasSuffix(path, "exclude")) && !d.IsDir() {
			data, _ := os.ReadFile(path)
			fmt.Fprintf(&b, "%s:\n%q\n", strings.TrimPrefix(path, root), data)
		}
		return nil
	})
	return b.String()
}

var (
	parts    = []string{"a", "b", "ab", "c.txt", "d.log", "build", "x y", "ä", ".h", "B", "foo", "foo.txt", "[z]", "q{r}"}
	patterns = []string{
		"*.log", "a", "/a", "a/", "b/*", "**/build", "build/", "/build/**", "!d.log", "!*.txt", "*.txt", "foo*", "a/**/b", "?",
		"[ab]", "[!ab]", "[a-c].txt", "\\!x", "\\#x", "#c", "x y", "x\\ y ", "ä", "*ä*", "**", "*", "!*/", "**/ab/**", "/**/c.txt",
		"{a,b}", "*.{log,txt}", "[z", "\\[z\\]", "q\\{r\\}", "a*b", "/*", "!/a", "./a", "a//b", "**a", "a**", "a/**", "[]a]", ".*", "!.h", "B/",
		"foo.txt\r", "  ", "\\", "!", "/", "***", "[a", "{a", "a}", "[^a]", "ab/?", "**/", "a/*/", "!b/foo*", "[a-]", "[-a]", "x*y", "*/*", "**/**/a",
	}
)

func randomRules(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(5) {
		b.WriteString(patterns[r.IntN(len(patterns))] + "\n")
	}
	return b.String()
}

func randomPath(r *rand.Rand) string {
	var names []string
	for range 1 + r.IntN(4) {
		names = append(names, parts[r.IntN(len(parts))])
	}
	return strings.Join(names, "/")
}
