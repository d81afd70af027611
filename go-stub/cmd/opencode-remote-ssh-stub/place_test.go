package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// place is one root, as a login of the host sees it.
type place struct {
	t    *testing.T
	dir  string // outside the root
	root string
	exe  string
	env  []string
}

func newPlace(t *testing.T) place {
	t.Helper()
	dir := shortDir(t)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	races := filepath.Join(dir, "race")
	p := place{t: t, dir: dir, root: filepath.Join(dir, "root"), exe: exe, env: append(os.Environ(),
		asStub+"=1", "GORACE=atexit_sleep_ms=0 log_path="+races, "HOME="+filepath.Join(dir, "home"))}
	if err := os.Mkdir(filepath.Join(dir, "home"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.run("stop", "--root", p.root, "--timeout", "5s")
		reports, _ := filepath.Glob(races + "*")
		for _, path := range reports {
			report, _ := os.ReadFile(path)
			t.Errorf("data race in a stub:\n%s", report)
		}
	})
	return p
}

// shortDir leaves room for a socket's path, which t.TempDir may not.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "orssh")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (p place) command(args ...string) *exec.Cmd {
	cmd := exec.Command(p.exe, args...)
	cmd.Env = p.env
	cmd.Dir = p.dir
	return cmd
}

type result struct {
	code   int
	stdout string
	stderr string
}

func (p place) run(args ...string) result {
	p.t.Helper()
	return finish(p.t, p.command(args...))
}

func finish(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := start(cmd)
	if err == nil {
		err = cmd.Wait()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Errorf("run %v: %v", cmd.Args, err)
	}
	return result{code: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
}

// start tries again while a copy of the program is "busy": whatever this
// process starts at that moment holds, until its own exec, the descriptor that
// wrote the copy (https://go.dev/issue/22315).
func start(cmd *exec.Cmd) error {
	for {
		err := cmd.Start()
		if !errors.Is(err, syscall.ETXTBSY) {
			return err
		}
		again := exec.Command(cmd.Path, cmd.Args[1:]...)
		again.Args, again.Env, again.Dir, again.SysProcAttr = cmd.Args, cmd.Env, cmd.Dir, cmd.SysProcAttr
		again.Stdin, again.Stdout, again.Stderr = cmd.Stdin, cmd.Stdout, cmd.Stderr
		*cmd = *again
	}
}

// launch expects the stub to serve.
func (p place) launch(flags ...string) readyLine {
	p.t.Helper()
	return ready(p.t, p.run(append([]string{"launch", "--root", p.root}, flags...)...))
}

func ready(t *testing.T, got result) readyLine {
	t.Helper()
	if got.code != 0 {
		t.Fatalf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
	return line[readyLine](t, got.stdout, wordReady)
}

func (p place) path(elem ...string) string {
	return filepath.Join(append([]string{p.root}, elem...)...)
}

func (p place) read(elem ...string) string {
	p.t.Helper()
	data, err := os.ReadFile(p.path(elem...))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(data)
}
