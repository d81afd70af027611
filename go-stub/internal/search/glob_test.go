package search

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// globTree has what patterns may let in against the rules.
var globTree = map[string]string{
	".git/config": "", ".gitignore": "left\n*.log\n", "a.ts": "", "b.tsx": "", "src/c.ts": "", "src/deep/d.ts": "", "src/e.log": "", ".hidden/f.ts": "",
	".env": "", "left/g.ts": "", "left/.h.ts": "", "src/.git/x.ts": "", "we ird/[i].ts": "", "ä/ö.ts": "", "src/.j.ts": "", "package.json": "",
}

func TestAGlobListsWhatRipgrepLists(t *testing.T) {
	root, home, program := plant(t, globTree), t.TempDir(), rg(t)
	for _, pattern := range []string{
		"*", "**", "**/*", "*.ts", "**/*.ts", "src/**/*.ts", "src/*.ts", "/a.ts", "*.{ts,tsx}", "{src,left}/**", "left", "left/", "left/**", "left/*", ".*", "**/.*",
		".hidden/**", "!*.ts", "!src", "src", "src/", "**/deep/**", "*.log", "[ab].ts*", "?.ts", "none", "./a.ts", "src/../a.ts", `we\ ird/*`, "*/[[]i].ts", "ä/*", "*.TS",
		"#a", " a.ts ", "**/", "src/.git/**", ".git/**",
	} {
		cmd := exec.Command(program, "--no-config", "--files", "--glob="+pattern, "--glob=!**/.git/**", ".")
		cmd.Dir, cmd.Env = root, ripgrepEnv(home)
		out, _ := cmd.Output()
		want := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(string(out), "./", ""), "we ird", "we_ird"))
		slices.Sort(want)
		found, err := Glob(t.Context(), GlobQuery{Root: root, Home: home, Pattern: pattern, Limit: 100})
		if err != nil {
			t.Errorf("%q: %v", pattern, err)
			continue
		}
		got := []string{}
		for _, one := range found.Files {
			got = append(got, strings.ReplaceAll(one.Path, "we ird", "we_ird"))
		}
		slices.Sort(got)
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q:\n got %q\nwant %q", pattern, got, want)
		}
	}
}

func TestAGlobAnswersTheNewestFirst(t *testing.T) {
	root := plant(t, map[string]string{"a": "", "b": "", "c": "", "d/e": ""})
	for name, age := range map[string]time.Duration{"a": 3, "b": 1, "c": 3, "d/e": 2} {
		at := time.Now().Add(-age * time.Hour)
		if err := os.Chtimes(filepath.Join(root, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	found, err := Glob(t.Context(), GlobQuery{Root: root, Home: t.TempDir(), Pattern: "*", Limit: 3})
	names := []string{}
	for _, one := range found.Files {
		names = append(names, one.Path)
	}
	if err != nil || strings.Join(names, " ") != "b d/e a" && strings.Join(names, " ") != "b d/e c" || !found.Truncated || found.Files[0].Modified == 0 {
		t.Errorf("%q %v", names, err)
	}
	if _, err := Glob(t.Context(), GlobQuery{Root: root, Pattern: "{a", Limit: 3}); err == nil {
		t.Error("a broken pattern was taken")
	}
}

func TestBothEnginesGrepTheSameLines(t *testing.T) {
	tree := map[string]string{
		"a.ts": "one\ntwo needle\n", "b.log": "needle\n", ".gitignore": "*.log\nleft\n", ".git/x": "needle", ".hid.ts": "needle", "left/c.ts": "needle\n", "left/d.md": "needle",
		"long.ts": "needle" + strings.Repeat("ä", 3000) + "\n", "sub/e.ts": "x\r\nneedle\r\n",
	}
	root, home := plant(t, tree), t.TempDir()
	for _, include := range []string{"", "*.ts", "*.{ts,log}", "**/*", "left/*", "!*.ts", "sub"} {
		var lines [2]string
		for i, program := range []string{"", rg(t)} {
			found, err := GrepLines(t.Context(), TextQuery{Root: root, Home: home, Pattern: "needle", Include: include, Limit: 50, Ripgrep: program})
			if err != nil || found.Truncated || found.Partial {
				t.Fatalf("%q: %+v %v", include, found, err)
			}
			all := []string{}
			for _, m := range found.Matches {
				all = append(all, m.Path+":"+m.Text)
			}
			slices.Sort(all)
			lines[i] = strings.Join(all, "|")
		}
		if lines[0] != lines[1] {
			t.Errorf("%q:\n own %s\n  rg %s", include, lines[0], lines[1])
		}
	}
	for _, program := range []string{"", rg(t)} {
		q := TextQuery{Root: root, Home: home, Pattern: "needle", File: "b.log", Limit: 5, Ripgrep: program}
		if found, err := GrepLines(t.Context(), q); err != nil || len(found.Matches) != 1 || found.Matches[0].Path != "b.log" {
			t.Errorf("one file: %+v %v", found, err)
		}
		q.File, q.Limit = "", 2
		if found, err := GrepLines(t.Context(), q); err != nil || len(found.Matches) != 2 || !found.Truncated {
			t.Errorf("a limit: %+v %v", found, err)
		}
		q.Limit, q.Include, q.MaxText = 9, "long.ts", 8
		if found, err := GrepLines(t.Context(), q); err != nil || found.Matches[0].Text != "needleää..." {
			t.Errorf("a long line: %+v %v", found, err)
		}
		q.Include = "{a"
		if _, err := GrepLines(t.Context(), q); err == nil {
			t.Errorf("%q: a broken pattern was taken", program)
		}
	}
}
