package sandbox

import (
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// ground is a host's part for a test: a home with a workspace, and the stub's
// own folder in it.
type ground struct {
	t     testing.TB
	guard *Guard
	spec  *Spec
	home  string
	work  string
	root  string
	env   map[string]string
}

func newGround(t testing.TB, level Level) *ground {
	t.Helper()
	g := &ground{}
	// A socket's path must be short, and everybody's files are in /tmp.
	top, err := os.MkdirTemp("/var/tmp", "orssh-g")
	if err == nil {
		top, err = filepath.EvalSymlinks(top)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Unmount(filepath.Join(g.work, "m"), syscall.MNT_DETACH) // of an attempt that nothing held
		_ = os.RemoveAll(top)
	})
	g.t, g.home = t, filepath.Join(top, "home")
	g.work, g.root = filepath.Join(g.home, "work"), filepath.Join(g.home, ".stub")
	tmp := (&Tmp{Of: top}).Dir("wrk_test")
	t.Cleanup(func() { _ = os.RemoveAll(filepath.Dir(tmp)) })
	for _, dir := range []string{g.work, g.root, filepath.Join(g.home, ".ssh"), filepath.Join(g.home, "docs")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{".stub/token": "TOKEN", ".ssh/id": "KEY", "docs/letter": "LETTER", "work/file": "FILE", "work/.env": "ENV"} {
		if err := os.WriteFile(filepath.Join(g.home, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	g.guard = &Guard{Level: level, Keep: []string{g.root}}
	t.Cleanup(g.guard.Close)
	g.spec = &Spec{
		Rules: []policy.Rule{{Path: g.work, Access: policy.All, Tree: true}}, Own: g.work, Tmp: tmp, Home: g.home, Kin: "wrk_test",
		Hidden: []string{filepath.Join(g.home, ".ssh"), filepath.Join(g.work, ".env")},
	}
	return g
}

// inTime ends a program that takes longer, where this host can.
func inTime(seconds int, argv ...string) []string {
	timeout, err := exec.LookPath("timeout")
	if err != nil {
		return argv
	}
	return append([]string{timeout, strconv.Itoa(seconds)}, argv...)
}

// run answers what a command printed and its exit code.
func (g *ground) run(argv ...string) (string, int) {
	g.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		g.t.Fatal(err)
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		g.t.Fatal(err)
	}
	defer func() { _ = null.Close() }()
	values := map[string]string{"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/go/bin", "HOME": g.home}
	maps.Copy(values, g.spec.Env(g.env))
	var env []string
	for name, value := range values {
		env = append(env, name+"="+value)
	}
	process, err := g.guard.Start(g.spec, argv[0], argv, &os.ProcAttr{
		Dir: g.work, Env: env, Files: []*os.File{null, w, w}, Sys: &syscall.SysProcAttr{Setsid: true},
	})
	_ = w.Close()
	if err != nil {
		g.t.Fatalf("start %q: %v", argv, err)
	}
	said, _ := io.ReadAll(r)
	_ = r.Close()
	state, err := process.Wait()
	if err != nil {
		g.t.Fatal(err)
	}
	return string(said), state.ExitCode()
}

func TestNobodyGrantsThemselvesADirectoryByPath(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"docs", ".", ".."} {
				g := newGround(t, level)
				g.env = map[string]string{"PATH": filepath.Join(g.home, path) + ":/usr/bin:/bin"}
				if said, _ := g.run("/bin/sh", "-c", `cat ~/docs/letter`); strings.Contains(said, "LETTER") {
					t.Errorf("PATH has %s: %s", path, said)
				}
			}
		})
	}
}
