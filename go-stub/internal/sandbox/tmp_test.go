package sandbox

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWhatACommandLeavesInItsTemporaryFilesKeepsNoOtherFromStarting(t *testing.T) {
	for name, level := range levels(t) {
		for _, leave := range []string{`ln -s "$PWD" shm`, `ln -s absent shm`, `touch shm`, `mkfifo shm`} {
			t.Run(name+", "+leave, func(t *testing.T) {
				g := newGround(t, level)
				tmp := &Tmp{Of: filepath.Dir(g.home)}
				g.run("/bin/sh", "-c", `cd "$TMPDIR" && rm -r shm && `+leave)
				if dir := tmp.Dir("wrk_test"); dir != g.spec.Tmp {
					t.Errorf("%q", dir)
				}
				if said, code := g.run("/bin/sh", "-c", `cd "$TMPDIR/shm" && echo ok`); said != "ok\n" {
					t.Errorf("exit code %d: %s", code, said)
				}
			})
		}
	}
}

func TestClearRemovesTheTemporaryFilesOfOneStub(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	mine, other := t.TempDir(), t.TempDir()
	gone, kept := (&Tmp{Of: mine}).Dir("wrk_a"), (&Tmp{Of: other}).Dir("wrk_a")
	Clear(mine)
	if _, err := os.Stat(gone); !os.IsNotExist(err) {
		t.Errorf("%s: %v", gone, err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Error(err)
	}
	Clear(mine)
	Clear(mine + "/absent")
}
