package sandbox

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// bind makes sockets of the host that nobody answers at, and lets them be looked for.
func (g *ground) bind(paths ...string) {
	g.t.Helper()
	for _, path := range paths {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			g.t.Fatal(err)
		}
		l, err := net.Listen("unix", path)
		if err != nil {
			g.t.Fatal(err)
		}
		g.t.Cleanup(func() { _ = l.Close() })
	}
	g.guard.known.seenAt = time.Time{}
}

func TestNoSocketIsLostAmongThoseThatACommandMade(t *testing.T) {
	for name, level := range levels(t) {
		if level.Mounts == NoMounts {
			continue
		}
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			for i := range 3000 {
				g.bind(filepath.Join(g.work, strconv.Itoa(i)))
				if i < 200 { // the kernel lists them by their inodes
					g.bind(filepath.Join(g.home, strconv.Itoa(i), "s"))
				}
			}
			if said, _ := g.run("/bin/sh", "-c", `i=0; while [ $i -lt 200 ]; do [ ! -S ~/$i/s ] || echo $i; i=$((i+1)); done; [ -S 0 ] && echo own`); said != "own\n" {
				t.Error(said)
			}
		})
	}
}

func TestTheNameOfASocketHidesNothingElse(t *testing.T) {
	for name, level := range levels(t) {
		if level.Mounts == NoMounts {
			continue
		}
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			g.bind(g.work + "/x\n0 /etc/passwd")
			if said, _ := g.run("/bin/cat", "/etc/passwd"); !strings.Contains(said, "root:") {
				t.Errorf("%q", said)
			}
		})
	}
}
