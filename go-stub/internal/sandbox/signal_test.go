package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// levels are those of this host that tests can be at.
func levels(t *testing.T) map[string]Level {
	t.Helper()
	held := Current()
	if !held.Enforced {
		t.Skip(held.Why)
	}
	all := map[string]Level{"Landlock alone": {Enforced: true, ABI: held.ABI}}
	for name, mounts := range map[string]Mounts{"private mounts": RootMounts, "a user namespace": UserMounts} {
		if has(t, mounts) {
			all[name] = Level{Enforced: true, ABI: held.ABI, Mounts: mounts}
		}
	}
	return all
}

// has reports whether this host gives mounts in this way: no user namespace is
// made in a chroot, for instance, where root makes mounts all the same.
func has(t *testing.T, mounts Mounts) bool {
	t.Helper()
	best := Current().Mounts
	return mounts == best || best != NoMounts && mounts > best && tryMounts(mounts, t.TempDir()) == nil
}

// leave runs a command that leaves a program running in a group of its own, which
// is answered by its number.
func (g *ground) leave() int {
	g.t.Helper()
	said, code := g.run("/bin/sh", "-c", `setsid sleep 300 >/dev/null 2>&1 & echo $!`)
	pid, err := strconv.Atoi(strings.TrimSpace(said))
	if code != 0 || err != nil {
		g.t.Fatalf("exit code %d: %s", code, said)
	}
	g.t.Cleanup(func() { _ = unix.Kill(pid, unix.SIGKILL) })
	for unix.Kill(-pid, 0) != nil {
		time.Sleep(time.Millisecond)
	}
	return pid
}

// lives is false of what ended and nobody has asked about.
func lives(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !bytes.Contains(stat, []byte(") Z "))
}

// other starts a program that is nobody's command.
func other(t *testing.T) int {
	t.Helper()
	cmd := exec.Command("/bin/sleep", "300")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	return cmd.Process.Pid
}

func TestACommandEndsWhatAnEarlierOneLeftRunning(t *testing.T) {
	all := levels(t)
	if newest := all["Landlock alone"]; newest.ABI >= scopesSince {
		all["an older kernel"] = Level{Enforced: true, ABI: scopesSince - 1}
	}
	for name, level := range all {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			for _, way := range []string{`kill $LEFT`, `/bin/kill -KILL $LEFT`, `kill -TERM -$LEFT`} {
				left := g.leave()
				g.env = map[string]string{"LEFT": strconv.Itoa(left)}
				said, code := g.run("/bin/sh", "-c", way)
				if strings.Contains(said, "not found") {
					continue
				}
				if code != 0 {
					t.Errorf("%s: exit code %d: %s", way, code, said)
				}
				for lives(left) {
					time.Sleep(time.Millisecond)
				}
			}
		})
	}
}

// kindred is the level of this host at which signals have a scope.
func kindred(t *testing.T) Level {
	t.Helper()
	level := levels(t)["Landlock alone"]
	if level.ABI < scopesSince {
		t.Skip("the kernel has no scopes")
	}
	return level
}

// of is the ground for commands of another workspace, or of none.
func (g *ground) of(workspaceID string) *ground {
	other := *g
	spec := *g.spec
	other.spec, spec.Kin = &spec, workspaceID
	return &other
}

func TestASignalReachesNothingElse(t *testing.T) {
	g := newGround(t, kindred(t))
	others := []int{os.Getpid(), g.of("wrk_other").leave(), other(t)}
	// Git of the stub is of none.
	for kin, g := range map[string]*ground{"a workspace": g, "none": g.of("")} {
		for _, pid := range others {
			g.env = map[string]string{"PID": strconv.Itoa(pid)}
			said, code := g.run("/bin/sh", "-c", `kill -0 $PID && echo SIGNALS; kill -0 -$PID && echo SIGNALS; kill -0 $$ && kill -0 0 && echo own`)
			if strings.Contains(said, "SIGNALS") || !strings.Contains(said, "own\n") {
				t.Errorf("a command of %s, %d of %d: exit code %d: %s", kin, pid, others, code, said)
			}
			if hint := g.guard.Hint(g.spec, g.work, []byte(said)); strings.Contains(hint, "signals reach") != (g.spec.Kin != "") {
				t.Errorf("%s%s", said, hint)
			}
		}
	}
}

// TestEverythingThatMayBeSignalledIsOfTheWorkspace is as a user that has nothing
// else on this machine: it really ends all that it may.
func TestEverythingThatMayBeSignalledIsOfTheWorkspace(t *testing.T) {
	level := kindred(t)
	if os.Getenv(asked) == "" {
		asUser(t, t.Name(), "")
		return
	}
	g := newGround(t, level)
	others, own := []int{g.of("wrk_other").leave(), other(t)}, g.leave()
	if said, _ := g.run("/bin/sh", "-c", `kill -KILL -1`); said != "" {
		t.Error(said)
	}
	for lives(own) {
		time.Sleep(time.Millisecond)
	}
	for _, pid := range others {
		if !lives(pid) {
			t.Errorf("%d of %d is gone", pid, others)
		}
	}
}

func TestASignalThatMayNotBeSentIsExplained(t *testing.T) {
	g := newGround(t, kindred(t))
	for _, said := range []string{
		"sh: 1: kill: Operation not permitted",
		"bash: line 1: kill: (14635) - Operation not permitted",
		"/bin/kill: (14635): Operation not permitted",
		"sh: can't kill pid 14635: Operation not permitted",
		"kill: sending signal to 14635 failed: Operation not permitted",
		"zsh:kill:1: kill 14635 failed: operation not permitted",
		"pkill: killing pid 14635 failed: Operation not permitted",
		"node(14635): Operation not permitted",
		"Error: kill EPERM",
	} {
		if hint := g.guard.Hint(g.spec, g.work, []byte(said+"\n")); !strings.Contains(hint, "signals reach") {
			t.Errorf("%s: %q", said, hint)
		}
	}
	for _, said := range []string{"chmod: changing permissions of '/etc/kill': Operation not permitted", "kill: (14635) - No such process"} {
		if hint := g.guard.Hint(g.spec, g.work, []byte(said+"\n")); strings.Contains(hint, "signals reach") {
			t.Errorf("%s: %q", said, hint)
		}
	}
}

func TestAbstractSocketsAreOfAWorkspace(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip(err)
	}
	g := newGround(t, kindred(t))
	g.env = map[string]string{"ABSTRACT": "orssh-test-kin-" + strconv.Itoa(os.Getpid())}
	said, code := g.run("/bin/sh", "-c", `mkfifo ready; setsid python3 -c 'import os,socket,time
s=socket.socket(socket.AF_UNIX); s.bind("\0"+os.environ["ABSTRACT"]); s.listen(); open("ready","w").close(); time.sleep(300)' >/dev/null 2>&1 & cat ready; echo $!`)
	pid, err := strconv.Atoi(strings.TrimSpace(said))
	if err != nil {
		t.Fatalf("exit code %d: %s", code, said)
	}
	t.Cleanup(func() { _ = unix.Kill(pid, unix.SIGKILL) })
	const connect = `import os,socket; s=socket.socket(socket.AF_UNIX); s.connect("\0"+os.environ["ABSTRACT"]); print("connected")`
	for kin, reached := range map[string]bool{g.spec.Kin: true, "wrk_other": false, "": false} {
		if said, _ := g.of(kin).run("/usr/bin/env", "python3", "-c", connect); strings.Contains(said, "connected") != reached {
			t.Errorf("%q: %s", kin, said)
		}
	}
}

func TestWhatIsInTheStubStaysThere(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			g.env = map[string]string{"STUB": strconv.Itoa(os.Getpid())}
			said, _ := g.run("/bin/sh", "-c", `cd /proc/$STUB/task && for t in *; do for f in environ mem maps auxv fd/0 root/etc/passwd cwd/.; do
				head -c 1 $t/$f >/dev/null 2>&1 && echo SECRET $t $f; done; done; cat /proc/$STUB/environ >/dev/null && echo SECRET; echo tried`)
			if strings.Contains(said, "SECRET") || !strings.HasSuffix(said, "tried\n") {
				t.Error(said)
			}
		})
	}
}

func TestFilesMoveBetweenDirectories(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			said, code := g.run("/bin/sh", "-ec", `mkdir a b; echo text > a/file; ln a/file b/link; mkdir a/dir; mv a/dir b; mv a/file b/dir`)
			if code != 0 {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
}
