package files

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
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
	for _, pattern := range []string{g.outside + "/*", g.outside + "/secret", g.outside} {
		g.Allow = []string{pattern}
		if got := g.read("out/secret"); got != "top secret" {
			t.Errorf("%s: %q", pattern, got)
		}
	}
	g.Allow = []string{g.outside + "/other*", "/etc/*"}
	if _, err := g.Read(t.Context(), "out/secret", 0); faultCode(err) != "permission_required" {
		t.Error(err)
	}
	g.Allow, g.approved = nil, g.outside
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

// A directory becomes a link between the look at it and its use.
func TestALinkThatComesBetweenIsNotFollowed(t *testing.T) {
	g := newGround(t)
	target, err := g.Reach("src/a.txt")
	if err != nil {
		t.Fatal(err)
	}
	g.write("../outside/a.txt", "outside")
	if err := errors.Join(os.Rename(g.Root+"/src", g.Root+"/was"), os.Symlink(g.outside, g.Root+"/src")); err != nil {
		t.Fatal(err)
	}
	if _, err := g.visit(target); err == nil {
		t.Error("the link was followed")
	}
	way := &way{target: target}
	if err := way.take(true); err == nil {
		t.Error("the link was followed to write")
	}
	held, err := hold(g.Root + "/was/a.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer held.drop()
	if err := errors.Join(os.Remove(g.Root+"/was/a.txt"), os.Symlink(g.outside+"/secret", g.Root+"/was/a.txt")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := held.open("a.txt", false); faultCode(err) != "not_file" {
		t.Errorf("a link in place of the file: %v", err)
	}
}

func TestADirectoryThatBecomesALinkAgainAndAgain(t *testing.T) {
	g := newGround(t)
	g.write("../outside/a.txt", "outside")
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
			}
			_ = os.Rename(g.Root+"/src", g.Root+"/was")
			_ = os.Symlink(g.outside, g.Root+"/src")
			_ = os.Remove(g.Root + "/src")
			_ = os.Rename(g.Root+"/was", g.Root+"/src")
		}
	}()
	for range 3000 {
		if r, err := g.Read(t.Context(), "src/a.txt", 0); err == nil {
			data, _ := io.ReadAll(r)
			_ = r.Close()
			if string(data) == "outside" {
				t.Error("read outside")
			}
		}
		_, _ = g.Place.Write(WriteQuery{Path: "src/b.txt"}, strings.NewReader("x"))
	}
	close(stop)
	<-done
	if _, err := os.Lstat(g.outside + "/b.txt"); err == nil {
		t.Error("wrote outside")
	}
}

func TestWhatIsNoFileNeverBlocksATool(t *testing.T) {
	g := newGround(t)
	if err := errors.Join(unix.Mkfifo(g.Root+"/fifo", 0o600), unix.Mknod(g.Root+"/socket", unix.S_IFSOCK|0o600, 0)); err != nil {
		t.Fatal(err)
	}
	g.Allow = []string{"/dev/*"}
	for _, name := range []string{"fifo", "socket", "/dev/null", "/dev/zero", "src"} {
		for what, err := range g.tries(name) {
			if what == "entries" && name == "src" {
				continue
			}
			if code := faultCode(err); code != "not_file" && code != "not_directory" {
				t.Errorf("%s %s: %v", what, name, err)
			}
		}
	}
}

func TestFilesOfTheKernelAreReadWhole(t *testing.T) {
	g := newGround(t)
	g.Allow = []string{"/proc/*"}
	if got := g.read("/proc/self/status"); !strings.HasPrefix(got, "Name:") {
		t.Errorf("%q", got)
	}
	r, err := g.Read(t.Context(), "/proc/self/status", 5)
	if err != nil || r.Size <= 5 {
		t.Fatal(err)
	}
	_ = r.Close()
	lines, err := g.Lines(t.Context(), "/proc/meminfo", LinesQuery{Limit: 1})
	if err != nil || !strings.HasPrefix(lines.Lines[0], "MemTotal:") || lines.Size == 0 || !lines.More {
		t.Errorf("%+v %v", lines, err)
	}
}

func (g *ground) lines(content string, q LinesQuery) Lines {
	g.t.Helper()
	g.write("lines", content)
	lines, err := g.Lines(g.t.Context(), "lines", q)
	if err != nil {
		g.t.Fatal(err)
	}
	return lines
}

func TestLinesEndAsOpenCodesDo(t *testing.T) {
	g := newGround(t)
	for content, want := range map[string]string{
		"": "", "a": "a", "a\n": "a", "a\nb": "a|b", "a\r\nb\r\n": "a|b", "a\rb\r": "a|b", "\n\n": "|", "a\n\r\nb": "a||b", "\r": "",
		"\xef\xbb\xbfa\nb": "a|b", "caf\xe9\n": "caf\ufffd",
	} {
		got := g.lines(content, LinesQuery{})
		if strings.Join(got.Lines, "|") != want || got.Total != len(got.Lines) || got.More || got.CutByBytes {
			t.Errorf("%q: %+v", content, got)
		}
		if head, _ := base64.StdEncoding.DecodeString(got.Sample); string(head) != content || got.Size != int64(len(content)) {
			t.Errorf("%q: sample %q", content, head)
		}
	}
}

func TestAPartOfTheLinesIsAnswered(t *testing.T) {
	g := newGround(t)
	text := "1\n2\n3\n4\n5\n"
	if got := g.lines(text, LinesQuery{Offset: 2, Limit: 2}); strings.Join(got.Lines, "") != "23" || got.Total != 5 || !got.More || got.Offset != 2 {
		t.Errorf("%+v", got)
	}
	if got := g.lines(text, LinesQuery{Offset: 4, Limit: 2}); strings.Join(got.Lines, "") != "45" || got.More {
		t.Errorf("%+v", got)
	}
	if got := g.lines(text, LinesQuery{Offset: 9}); len(got.Lines) != 0 || got.Total != 5 || got.More {
		t.Errorf("%+v", got)
	}
	if got := g.lines("aaaa\nbbbb\ncccc\n", LinesQuery{MaxBytes: 9}); strings.Join(got.Lines, "|") != "aaaa|bbbb" || !got.CutByBytes || !got.More || got.Total != 3 {
		t.Errorf("%+v", got)
	}
	if got := g.lines("😀😀x\n", LinesQuery{MaxLineLength: 3}); got.Lines[0] != "😀... (line truncated to 3 chars)" {
		t.Errorf("%q", got.Lines)
	}
	if got := g.lines("äöü\n", LinesQuery{MaxLineLength: 3}); got.Lines[0] != "äöü" {
		t.Errorf("%q", got.Lines)
	}
	if _, err := g.Lines(t.Context(), "lines", LinesQuery{Offset: -1}); faultCode(err) != "invalid_field" {
		t.Error(err)
	}
}

func TestBreaksAreSeenAcrossReads(t *testing.T) {
	g := newGround(t)
	for _, pad := range []int{linesBuffer - 1, linesBuffer, linesBuffer + 1} {
		text := strings.Repeat("x", pad-1) + "\r\nend"
		if got := g.lines(text, LinesQuery{MaxBytes: maxLinesBytes}); got.Total != 2 || got.Lines[1] != "end" {
			t.Errorf("%d: %d lines", pad, got.Total)
		}
	}
}

func TestALargeFileTakesLittleMemory(t *testing.T) {
	g := newGround(t)
	g.write("large", "first\n")
	if err := os.Truncate(filepath.Join(g.Root, "large"), 1<<30); err != nil { // one line of NULs
		t.Fatal(err)
	}
	before := allocated()
	got, err := g.Lines(t.Context(), "large", LinesQuery{Offset: 2, Limit: 1})
	if err != nil || got.Total != 2 || !strings.HasSuffix(got.Lines[0], "(line truncated to 2000 chars)") {
		t.Errorf("%v %d", err, got.Total)
	}
	if grown := allocated() - before; grown > 8<<20 {
		t.Errorf("it took %d bytes", grown)
	}
}

func TestAWriteReplacesTheWholeFileAndKeepsItsMode(t *testing.T) {
	g := newGround(t)
	g.write("tool", "old")
	full := filepath.Join(g.Root, "tool")
	if err := unix.Chmod(full, 0o4751); err != nil {
		t.Fatal(err)
	}
	before, _ := g.Stat("tool")
	opened, err := os.Open(full)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	got := g.put(WriteQuery{Path: "tool", IfMatch: before.Etag}, "new content")
	after, _ := g.Stat("tool")
	if got.Created || got.Size != 11 || got.Etag != after.Etag || after.Etag == before.Etag || after.Mode != 0o4751 || g.onDisk("tool") != "new content" {
		t.Errorf("%+v %+v", got, after)
	}
	if data, _ := io.ReadAll(opened); string(data) != "old" {
		t.Errorf("who had it open sees %q", data)
	}
	_, err = g.Place.Write(WriteQuery{Path: "tool", IfMatch: before.Etag}, strings.NewReader("late"))
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Changed {
		t.Error(err)
	}
	_, err = g.Place.Write(WriteQuery{Path: "none", IfMatch: before.Etag}, strings.NewReader("late"))
	if !errors.As(err, &f) || f.Kind != fault.Changed {
		t.Error(err)
	}
	g.nothingLeft()
}

func TestANewFileIsMadeOnceAndWithItsParents(t *testing.T) {
	g := newGround(t)
	got := g.put(WriteQuery{Path: "a/b/c.txt", Parents: true, IfNone: true}, "x")
	if !got.Created || got.Resolved != g.Root+"/a/b/c.txt" {
		t.Errorf("%+v", got)
	}
	if _, err := g.Place.Write(WriteQuery{Path: "a/b/c.txt", IfNone: true}, strings.NewReader("y")); faultCode(err) != "exists" {
		t.Error(err)
	}
	if _, err := g.Place.Write(WriteQuery{Path: "no/parent"}, strings.NewReader("y")); faultCode(err) != "path_not_found" {
		t.Error(err)
	}
	if _, err := g.Place.Write(WriteQuery{Path: "p/q/r", Parents: true}, io.MultiReader(strings.NewReader("half"), broken{})); faultCode(err) != "body_incomplete" {
		t.Error(err)
	}
	if _, err := os.Lstat(g.Root + "/p"); err == nil {
		t.Error("directories were left")
	}
	g.nothingLeft()
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestAWriteFollowsALinkAndARemovalDoesNot(t *testing.T) {
	g := newGround(t)
	g.link("src/a.txt", "link")
	g.link("src/new.txt", "dangling")
	g.put(WriteQuery{Path: "link"}, "through")
	g.put(WriteQuery{Path: "dangling"}, "made")
	if g.onDisk("src/a.txt") != "through" || g.onDisk("src/new.txt") != "made" {
		t.Error("the target was not written")
	}
	if is, err := os.Lstat(g.Root + "/link"); err != nil || is.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is no link any more")
	}
	stat, _ := g.Stat("link")
	if err := g.Remove("link", stat.Etag); err != nil {
		t.Error(err)
	}
	if g.onDisk("src/a.txt") != "through" {
		t.Error("the target was removed")
	}
	if err := g.Remove("src/a.txt", "other"); faultCode(err) != "changed" {
		t.Error(err)
	}
	if err := g.Remove("src", ""); faultCode(err) != "not_file" {
		t.Error(err)
	}
	if err := g.Remove("link", ""); faultCode(err) != "path_not_found" {
		t.Error(err)
	}
}

func TestOfTwoThatDemandTheSameStateOneIsRefused(t *testing.T) {
	g := newGround(t)
	for range 20 {
		stat, _ := g.Stat("src/a.txt")
		results := make(chan error, 4)
		for n := range 4 {
			go func() {
				_, err := g.Place.Write(WriteQuery{Path: "src/a.txt", IfMatch: stat.Etag}, strings.NewReader(fmt.Sprint(n, stat.Etag)))
				results <- err
			}()
		}
		won := 0
		for range 4 {
			if <-results == nil {
				won++
			}
		}
		if won != 1 {
			t.Fatalf("%d of them wrote", won)
		}
	}
}

func TestWhatMayNotBeWrittenIsSaid(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("to root everything is open")
	}
	g := newGround(t)
	g.write("locked", "x")
	g.write("shut/file", "x")
	if err := errors.Join(os.Chmod(g.Root+"/locked", 0o444), os.Chmod(g.Root+"/shut", 0o555)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(g.Root+"/shut", 0o755) })
	for _, name := range []string{"locked", "shut/file", "shut/new", "shut/a/b"} {
		if _, err := g.Place.Write(WriteQuery{Path: name, Parents: true}, strings.NewReader("y")); faultCode(err) != "path_not_writable" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := g.Remove("shut/file", ""); faultCode(err) != "path_not_writable" {
		t.Error(err)
	}
}

func TestAFullDiskKeepsTheOldContent(t *testing.T) {
	g := newGround(t)
	full := filepath.Join(g.Root, "full")
	if err := os.Mkdir(full, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", full, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("no file system can be mounted here")
	}
	t.Cleanup(func() { _ = unix.Unmount(full, 0) })
	g.put(WriteQuery{Path: "full/a"}, "old")
	_, err := g.Place.Write(WriteQuery{Path: "full/a"}, strings.NewReader(strings.Repeat("x", 1<<20)))
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.NoSpace || g.onDisk("full/a") != "old" {
		t.Errorf("%v", err)
	}
	g.nothingLeft()
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

// Whatever a name is, tools go into the workspace or are refused.
func FuzzReach(f *testing.F) {
	for _, seed := range []string{"../outside/secret", "src/../../outside", "out/secret", "~/outside", "/etc", "a\x00", "out/../src/a.txt", "top/etc", "src//a.txt", "\xff"} {
		f.Add(seed)
	}
	g := newGround(f)
	g.link("../outside", "out")
	g.link("/", "top")
	f.Fuzz(func(t *testing.T, name string) {
		target, err := g.Reach(name)
		if err != nil {
			if faultCode(err) == "" {
				t.Errorf("%q: %v", name, err)
			}
			return
		}
		if err := g.permit(target); err == nil && !policy.Inside(g.Real, target.Resolved) {
			t.Errorf("%q leads to %s", name, target.Resolved)
		}
		if r, err := g.Read(t.Context(), name, 0); err == nil {
			data, _ := io.ReadAll(r)
			_ = r.Close()
			if strings.Contains(string(data), "secret") {
				t.Errorf("%q shows a secret", name)
			}
		}
	})
}

// FuzzLines holds the scan against what is done with the whole text at once.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{"", "a", "a\r\nb", "\r\r\n\n", "\xef\xbb\xbfx\n", "a\xff\r"} {
		f.Add([]byte(seed), uint8(1))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		s := lineScan{q: LinesQuery{Offset: 1, Limit: maxLines, MaxBytes: maxLinesBytes, MaxLineLength: maxLinesBytes}}
		for rest := data; len(rest) > 0; {
			n := min(len(rest), int(size)+1)
			s.feed(rest[:n])
			rest = rest[n:]
		}
		if s.begun {
			s.end()
		}
		plain := strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\r", "\n")
		want := strings.Split(plain, "\n")
		if want[len(want)-1] == "" {
			want = want[:len(want)-1]
		}
		if s.out.Total != len(want) {
			t.Errorf("%q has %d lines, want %d", data, s.out.Total, len(want))
		}
	})
}

func allocated() int64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Maxrss << 10
}
