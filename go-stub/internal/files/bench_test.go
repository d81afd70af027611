package files

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var benchSizes = map[string]int{"1KB": 1 << 10, "10MB": 10_000_000}

// BenchmarkTool is each operation beside what it takes without this package.
func BenchmarkTool(b *testing.B) {
	g := newGround(b)
	plain := filepath.Join(g.Root, "plain")
	for name, size := range benchSizes {
		content := []byte(strings.Repeat("0123456789abcde\n", size/16))
		b.Run("write/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := g.Place.Write(WriteQuery{Path: "bench"}, bytes.NewReader(content)); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("write/"+name+"/plain", func(b *testing.B) {
			for b.Loop() {
				f, err := os.Create(plain + ".tmp")
				if err != nil {
					b.Fatal(err)
				}
				_, err = f.Write(content)
				if err != nil || f.Sync() != nil || f.Close() != nil || os.Rename(plain+".tmp", plain) != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("read/"+name, func(b *testing.B) {
			for b.Loop() {
				r, err := g.Read(b.Context(), "bench", 0)
				if err != nil {
					b.Fatal(err)
				}
				if n, err := io.Copy(io.Discard, r); err != nil || n != int64(len(content)) {
					b.Fatal(n, err)
				}
				_ = r.Close()
			}
		})
		b.Run("read/"+name+"/plain", func(b *testing.B) {
			for b.Loop() {
				f, err := os.Open(plain)
				if err != nil {
					b.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, f)
				_ = f.Close()
			}
		})
		b.Run("lines/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := g.Lines(b.Context(), "bench", LinesQuery{Limit: 2000}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("stat", func(b *testing.B) {
		for b.Loop() {
			if _, err := g.Stat("bench"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("stat/plain", func(b *testing.B) {
		for b.Loop() {
			if _, err := os.Stat(plain); err != nil {
				b.Fatal(err)
			}
		}
	})
}
