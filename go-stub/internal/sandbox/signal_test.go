package sandbox

import (
	"os"
	"strconv"
	"strings"
	"testing"
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

func TestACommandEndsWhatAnEarlierOneLeftRunning(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			if said, code := g.run("/bin/sh", "-c", `sleep 300 >/dev/null 2>&1 & echo $! > pid`); code != 0 {
				t.Fatal(said)
			}
			said, code := g.run("/bin/sh", "-c", `kill "$(cat pid)"`)
			if code != 0 {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
}

func TestASignalIsAllThatACommandDoesToTheStub(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			g.env = map[string]string{"STUB": strconv.Itoa(os.Getpid())}
			said, _ := g.run("/bin/sh", "-c", `kill -0 "$STUB" && echo signals; cat /proc/$STUB/environ >/dev/null && echo SECRET`)
			if !strings.Contains(said, "signals") || strings.Contains(said, "SECRET") {
				t.Error(said)
			}
		})
	}
}
