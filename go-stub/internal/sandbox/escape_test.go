package sandbox

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// arena is a ground with everything that escapes go for.
func newArena(t *testing.T, level Level) (*ground, map[string]string) {
	t.Helper()
	g := newGround(t, level)
	out, inTmp := filepath.Join(g.home, "docs"), g.inTmp()
	env := map[string]string{
		"LETTER": filepath.Join(out, "letter"), "OUT": out, "KEY": filepath.Join(g.home, ".ssh", "id"),
		"ROOT": g.root, "TOKEN": filepath.Join(g.root, "token"), "STUB": strconv.Itoa(os.Getpid()),
		"SHARED": inTmp, "SEGMENT": share(t),
		"SOCKET": filepath.Join(out, "socket"), "ABSTRACT": "orssh-test-" + filepath.Base(filepath.Dir(g.home)) + strconv.Itoa(os.Getpid()),
	}
	for _, name := range []string{env["LETTER"], filepath.Join(inTmp, "letter"), env["KEY"], env["TOKEN"], filepath.Join(g.work, ".env")} {
		if err := os.WriteFile(name, []byte("SECRET"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(out, "program"), []byte("#!/bin/sh\necho SECRET\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{env["SOCKET"], filepath.Join(g.root, "socket"), "@" + env["ABSTRACT"]} {
		answer(t, name)
	}
	g.guard.known.seenAt = g.guard.known.seenAt.Add(-keepSockets)
	return g, env
}

// share puts the secret where other programs of the user read it by its number.
func share(t *testing.T) string {
	t.Helper()
	segment, err := unix.SysvShmGet(unix.IPC_PRIVATE, os.Getpagesize(), unix.IPC_CREAT|0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = unix.SysvShmCtl(segment, unix.IPC_RMID, nil) })
	data, err := unix.SysvShmAttach(segment, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	copy(data, "SECRET")
	if err := unix.SysvShmDetach(data); err != nil {
		t.Fatal(err)
	}
	return strconv.Itoa(segment)
}

// answer says the secret to whoever connects.
func answer(t *testing.T, name string) {
	t.Helper()
	l, err := net.Listen("unix", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("SECRET"))
			_ = conn.Close()
		}
	}()
}

// state is all of a home but its workspace, and of the directory in /tmp.
func (g *ground) state() string {
	var b strings.Builder
	look := func(path string, entry fs.DirEntry, err error) error {
		if path == g.work {
			return filepath.SkipDir
		}
		info, statErr := os.Lstat(path)
		if err != nil || statErr != nil {
			b.WriteString("gone " + path + "\n")
			return nil
		}
		b.WriteString(path + " " + info.Mode().String())
		if info.Mode().IsRegular() {
			data, _ := os.ReadFile(path)
			links := info.Sys().(*syscall.Stat_t).Nlink
			b.WriteString(" " + info.ModTime().String() + " " + strconv.FormatUint(uint64(links), 10) + " " + string(data))
			var value [64]byte
			if n, err := syscall.Getxattr(path, "user.x", value[:]); err == nil {
				b.Write(value[:n])
			}
		}
		b.WriteByte('\n')
		return nil
	}
	_ = filepath.WalkDir(g.home, look)
	_ = filepath.WalkDir(g.env["SHARED"], look)
	return b.String()
}

// attempt answers what an escape came to; "" is nothing.
func (e *escape) attempt(t *testing.T, level Level) string {
	g, env := newArena(t, level)
	g.env = env
	before := g.state()
	said, _ := g.run(inTime(10, "/bin/sh", "-c", e.sh)...)
	if strings.Contains(said, "SECRET") {
		return "it printed " + said
	}
	if after := g.state(); after != before {
		return "it changed\n" + before + "to\n" + after
	}
	return ""
}

// missing is what is wrong with the program that it needs; nil when it is here.
func (e *escape) missing() error {
	if e.needs == "" {
		return nil
	}
	_, err := exec.LookPath(e.needs)
	return err
}

func TestNoCommandGetsOut(t *testing.T) {
	for name, level := range levels(t) {
		t.Logf("%d attempts at %s with %s", len(escapes), level, name)
	}
	for _, e := range escapes {
		t.Run(e.name, func(t *testing.T) {
			if err := e.missing(); err != nil {
				t.Skip(err)
			}
			for name, level := range levels(t) {
				if level.ABI < e.since || e.mounts && level.Mounts == NoMounts {
					continue
				}
				if got := e.attempt(t, level); got != "" {
					t.Errorf("%s: %s", name, got)
				}
			}
		})
	}
}

// TestNoCommandGetsOutOfAnOlderKernel has the rulesets that one can make.
func TestNoCommandGetsOutOfAnOlderKernel(t *testing.T) {
	newest := levels(t)["Landlock alone"]
	for abi := 1; abi < newest.ABI; abi++ {
		if handled(abi) == handled(newest.ABI) {
			continue
		}
		t.Run(fmt.Sprintf("ABI %d", abi), func(t *testing.T) {
			t.Parallel()
			for _, e := range escapes {
				if abi < e.since || e.mounts || e.missing() != nil {
					continue // TestWhatIsReportedIsWhatHolds has what an ABI does not hold
				}
				t.Run(e.name, func(t *testing.T) {
					if got := e.attempt(t, Level{Enforced: true, ABI: abi}); got != "" {
						t.Error(got)
					}
				})
			}
		})
	}
}

// TestMostCommandsGetOutWhereNothingHolds keeps the table honest: an attempt
// that comes to nothing anyway shows nothing.
func TestMostCommandsGetOutWhereNothingHolds(t *testing.T) {
	t.Chdir(t.TempDir()) // one of them writes where the stub is
	var vain []string
	tried := 0
	for _, e := range escapes {
		if strings.Contains(e.sh, "core_pattern") || strings.Contains(e.sh, "crontab") || strings.Contains(e.sh, "acct") || strings.Contains(e.sh, "mem") {
			continue // they would change this machine
		}
		if e.missing() != nil {
			continue
		}
		tried++
		if e.attempt(t, Level{}) == "" {
			vain = append(vain, e.name)
		}
	}
	t.Logf("%d of %d came to nothing: %s", len(vain), tried, strings.Join(vain, ", "))
	if len(vain) > tried/3 {
		t.Errorf("too many")
	}
}

// TestNoCommandOfAUserGetsOut is the table once more where root runs the tests.
func TestNoCommandOfAUserGetsOut(t *testing.T) {
	asUser(t, "TestNoCommandGetsOut", "")
}
