package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

func (g *ground) read(name string) string {
	g.t.Helper()
	r, err := g.Read(g.t.Context(), name, 0)
	if err != nil {
		g.t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(r)
	if err != nil {
		g.t.Fatal(err)
	}
	return string(data)
}

func (g *ground) put(q WriteQuery, content string) Written {
	g.t.Helper()
	w, err := g.Place.Write(q, strings.NewReader(content))
	if err != nil {
		g.t.Fatal(err)
	}
	return w
}

func (g *ground) onDisk(name string) string {
	g.t.Helper()
	data, err := os.ReadFile(filepath.Join(g.Root, name))
	if err != nil {
		g.t.Fatal(err)
	}
	return string(data)
}

// nothingLeft demands that no file is half written.
func (g *ground) nothingLeft() {
	g.t.Helper()
	_ = filepath.WalkDir(g.Home, func(path string, _ fs.DirEntry, _ error) error {
		if strings.Contains(path, temporaryPrefix) {
			g.t.Errorf("left %s", path)
		}
		return nil
	})
}

// tries is what may be done with a name.
func (g *ground) tries(name string) map[string]error {
	r, readErr := g.Read(g.t.Context(), name, 0)
	if readErr == nil {
		_ = r.Close()
	}
	_, linesErr := g.Lines(g.t.Context(), name, LinesQuery{})
	_, entriesErr := g.Entries(g.t.Context(), name, 10)
	_, writeErr := g.Place.Write(WriteQuery{Path: name, Parents: true}, strings.NewReader("x"))
	return map[string]error{"read": readErr, "lines": linesErr, "entries": entriesErr, "write": writeErr}
}

func TestToolsGoNowhereButWhereTheyMay(t *testing.T) {
	g := newGround(t)
	g.link("../outside", "out")
	g.link(g.outside+"/secret", "secret")
	g.link("../outside/new", "dangling")
	for _, name := range []string{
		"../outside/secret", "src/../../outside/secret", g.outside, "out", "out/secret", "secret", "dangling", "out/none/new",
		"~/outside/secret", "/etc/passwd", "/proc/self/environ", "/nowhere/at/all", "../work2",
	} {
		for what, err := range g.tries(name) {
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != fault.PermissionRequired || f.Data["resolved"] == nil || f.Data["directory"] == nil {
				t.Errorf("%s %s: %v", what, name, err)
			}
		}
	}
	if err := g.Remove("out/secret", ""); faultCode(err) != "permission_required" {
		t.Error(err)
	}
	if g.onDisk("../outside/secret") != "top secret" {
		t.Error("the secret was changed")
	}
	if _, err := os.Lstat(g.outside + "/new"); err == nil {
		t.Error("a file was made outside")
	}
	if _, err := g.Reach("a\x00b"); faultCode(err) != "invalid_field" {
		t.Error(err)
	}
}

func TestARequestAllowsForItselfAndAnApprovalForAll(t *testing.T) {
	g := newGround(t)
	g.link("../outside", "out")
	for _, pattern := range []string{g.outside + "/*", g.outside + "/secret"} {
		g.Allow = policy.AllowAll(pattern)
		if got := g.read("out/secret"); got != "top secret" {
			t.Errorf("%s: %q", pattern, got)
		}
	}
	g.Allow = policy.AllowAll(g.outside+"/other*", "/etc/*")
	if _, err := g.Read(t.Context(), "out/secret", 0); faultCode(err) != "permission_required" {
		t.Error(err)
	}
	g.Allow = nil
	g.approve(g.outside, policy.All)
	g.put(WriteQuery{Path: "out/secret"}, "less")
	if got := g.onDisk("../outside/secret"); got != "less" {
		t.Errorf("%q", got)
	}
	stat, err := g.Stat("out/secret")
	if err != nil || stat.Inside || !stat.Approved || stat.Resolved != g.outside+"/secret" || stat.Path != g.Root+"/out/secret" {
		t.Errorf("%+v %v", stat, err)
	}
}

func TestStatRefusesNothingAndSeesWhatIsNotThere(t *testing.T) {
	g := newGround(t)
	g.link("nowhere", "dangling")
	if err := unix.Mkfifo(filepath.Join(g.Root, "fifo"), 0o640); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"src/a.txt": "file", "src": "directory", ".": "directory", "fifo": "other", "none": "none", "none/x": "none", "src/a.txt/x": "none", "dangling": "none",
		"../outside/secret": "file", "/dev/null": "other", "/": "directory",
	} {
		if got, err := g.Stat(name); err != nil || got.Type != want || (got.Etag == "") != (want == "none") {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	if got, _ := g.Stat("dangling"); got.Resolved != g.Root+"/nowhere" {
		t.Errorf("%+v", got)
	}
	for name, inside := range map[string]bool{"src/a.txt/x": true, "../outside/secret/x": false} {
		if got, err := g.Stat(name); err != nil || got.Inside != inside {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	g.link("loop", "loop")
	if _, err := g.Stat("loop"); faultCode(err) != "path_unreadable" {
		t.Error(err)
	}
}

func TestEntriesAreWhatIsThere(t *testing.T) {
	g := newGround(t)
	g.write("Dir/x", "")
	g.write(".hidden", "12345")
	g.write("b", "")
	g.link("Dir", "c")
	g.link("none", "d")
	got, err := g.Entries(t.Context(), ".", 100)
	if err != nil || got.More {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range got.Entries {
		lines = append(lines, fmt.Sprint(e.Name, " ", e.Type, " ", e.Link))
	}
	want := ".hidden file false|b file false|c directory true|d other true|Dir directory false|src directory false"
	if strings.Join(lines, "|") != want || got.Entries[0].Size != 5 || got.Entries[0].Modified == 0 {
		t.Errorf("%q", lines)
	}
	if got, err := g.Entries(t.Context(), ".", 2); err != nil || len(got.Entries) != 2 || !got.More {
		t.Errorf("%+v %v", got, err)
	}
}
