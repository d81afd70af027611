package sandbox

import (
	"os"
	"testing"
)

// BenchmarkStart is a small program from its start to its end: as it is, under
// Landlock alone, and with private mounts.
func BenchmarkStart(b *testing.B) {
	held := Current()
	if !held.Enforced {
		b.Skip(held.Why)
	}
	alone := held
	alone.Mounts = NoMounts
	user := held
	user.Mounts = UserMounts
	for _, one := range []struct {
		name  string
		level Level
	}{{"plain", Level{}}, {"landlock", alone}, {"mounts", held}, {"user", user}} {
		b.Run(one.name, func(b *testing.B) {
			g := newGround(b, one.level)
			null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = null.Close() }()
			for b.Loop() {
				process, err := g.guard.Start(g.spec, "/bin/true", []string{"true"}, &os.ProcAttr{Dir: g.work, Env: os.Environ(), Files: []*os.File{null, null, null}})
				if err != nil {
					b.Fatal(err)
				}
				if state, err := process.Wait(); err != nil || !state.Success() {
					b.Fatal(state, err)
				}
			}
		})
	}
}
