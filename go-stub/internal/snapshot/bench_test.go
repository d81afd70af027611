package snapshot

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkTrack is a snapshot of 5000 files of which one, or none, changed.
func BenchmarkTrack(b *testing.B) {
	g := newGround(b)
	for n := range 5000 {
		g.write(fmt.Sprintf("d%d/f%d", n%70, n), strings.Repeat(fmt.Sprintln(n), 200))
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			if err := g.store.Forget(g.WorkspaceID); err != nil {
				b.Fatal(err)
			}
			g.track()
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			g.track()
		}
	})
	b.Run("one changed", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			g.write("d1/f1", fmt.Sprint(n))
			g.track()
		}
	})
}
