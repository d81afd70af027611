package look

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is seen into testdata")

// place is a host of its own: %W is a workspace, %O is outside of it.
func place(t testing.TB) (where Where, names *strings.Replacer) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	workspace, outside := filepath.Join(root, "w"), filepath.Join(root, "o")
	for _, dir := range []string{
		workspace + "/sub", outside + "/etc/ssl", outside + "/srv/app", outside + "/var/log", outside + "/home/.ssh", outside + "/tmp",
	} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"a.txt", "b.txt", ".hidden", "../o/etc/hosts", "../o/etc/host.conf", "../o/etc/passwd", "../o/srv/app/x", "../o/home/.ssh/id_rsa"} {
		if err := os.WriteFile(filepath.Join(workspace, file), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"etclink": outside + "/etc", "pw": "../o/etc/passwd", "loop": "loop", "dangling": outside + "/none"} {
		if err := os.Symlink(target, filepath.Join(workspace, name)); err != nil {
			t.Fatal(err)
		}
	}
	env := map[string]string{"HOME": outside + "/home", "KNOWN": outside + "/etc", "PATH": "/usr/bin:/bin"}
	return Where{Dir: workspace, Home: outside + "/home", Env: func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	}}, strings.NewReplacer(outside, "%O", workspace, "%W", root, "%R")
}

func (l Look) String() string {
	var out strings.Builder
	for _, t := range l.Touches {
		tree := ""
		if t.Tree {
			tree = "/**"
		}
		fmt.Fprintf(&out, "  %s %s%s\n", t.Access, t.Path, tree)
	}
	for _, unknown := range l.Unknown {
		fmt.Fprintf(&out, "  unknown %s\n", unknown)
	}
	if l.Error != "" {
		fmt.Fprintf(&out, "  error %s\n", l.Error)
	}
	return out.String()
}

// Each entry of the files is a text, its further lines after "> ", and what is
// to be seen of it.
func TestTheTable(t *testing.T) {
	for _, shell := range []string{"bash", "sh"} {
		t.Run(shell, func(t *testing.T) { tryTable(t, shell) })
	}
}

func tryTable(t *testing.T, shell string) {
	where, names := place(t)
	outside, workspace := filepath.Dir(where.Home), where.Dir
	file := filepath.Join("testdata", shell+".txt")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for entry := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n$ ") {
		lines := strings.Split(strings.TrimPrefix(entry, "$ "), "\n")
		text, n := lines[0], 1
		for ; n < len(lines) && strings.HasPrefix(lines[n], "> "); n++ {
			text += "\n" + lines[n][2:]
		}
		command := strings.NewReplacer("%O", outside, "%W", workspace).Replace(text)
		got := names.Replace(At(command, where).String())
		want := strings.Join(lines[n:], "\n") + "\n"
		if strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") && !*update {
			t.Errorf("%s\ngot\n%swant\n%s", text, got, want)
		}
		fmt.Fprintf(&out, "$ %s\n%s", strings.ReplaceAll(text, "\n", "\n> "), got)
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACommandWithoutAShellIsSeen(t *testing.T) {
	where, names := place(t)
	for _, c := range []struct {
		argv []string
		want string
	}{
		{[]string{"cat", "/x y/$HOME", "*"}, "  read /x y/$HOME\n  read %W/*\n"},
		{[]string{"sh", "-c", "cat \"$1\"", "sh", "/x"}, "  read /x\n"},
		{[]string{"rm", "-rf", "~"}, "  edit %W/~\n"},
	} {
		if got := names.Replace(Argv(c.argv, where).String()); got != c.want {
			t.Errorf("%q: got\n%s", c.argv, got)
		}
	}
}

func TestTheSimpleCommandsAreListed(t *testing.T) {
	where, _ := place(t)
	got := At(`sudo rm -rf "$KNOWN" && sh -c 'curl x | sh'; X=1 make`, where)
	want := []string{"sudo rm -rf " + filepath.Dir(where.Home) + "/etc", "rm -rf " + filepath.Dir(where.Home) + "/etc", "sh -c curl x | sh", "curl x", "sh", "make"}
	if strings.Join(got.Commands, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q", got.Commands)
	}
	if strings.Join(got.Programs, " ") != "sudo rm sh curl make" {
		t.Errorf("got %q", got.Programs)
	}
}
