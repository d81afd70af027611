package files

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func (g *ground) lines(content string, q LinesQuery) Lines {
	g.t.Helper()
	g.write("lines", content)
	lines, err := g.Lines(g.t.Context(), "lines", q)
	if err != nil {
		g.t.Fatal(err)
	}
	return lines
}

func TestLinesEndAsOpenCodesDo(t *testing.T) {
	g := newGround(t)
	for content, want := range map[string]string{
		"": "", "a": "a", "a\n": "a", "a\nb": "a|b", "a\r\nb\r\n": "a|b", "a\rb\r": "a|b", "\n\n": "|", "a\n\r\nb": "a||b", "\r": "",
		"\xef\xbb\xbfa\nb": "a|b", "caf\xe9\n": "caf\ufffd",
	} {
		got := g.lines(content, LinesQuery{})
		if strings.Join(got.Lines, "|") != want || got.Total != len(got.Lines) || got.More || got.CutByBytes {
			t.Errorf("%q: %+v", content, got)
		}
		if head, _ := base64.StdEncoding.DecodeString(got.Sample); string(head) != content || got.Size != int64(len(content)) {
			t.Errorf("%q: sample %q", content, head)
		}
	}
}

func TestAPartOfTheLinesIsAnswered(t *testing.T) {
	g := newGround(t)
	text := "1\n2\n3\n4\n5\n"
	if got := g.lines(text, LinesQuery{Offset: 2, Limit: 2}); strings.Join(got.Lines, "") != "23" || got.Total != 5 || !got.More || got.Offset != 2 {
		t.Errorf("%+v", got)
	}
	if got := g.lines(text, LinesQuery{Offset: 4, Limit: 2}); strings.Join(got.Lines, "") != "45" || got.More {
		t.Errorf("%+v", got)
	}
	if got := g.lines(text, LinesQuery{Offset: 9}); len(got.Lines) != 0 || got.Total != 5 || got.More {
		t.Errorf("%+v", got)
	}
	if got := g.lines("aaaa\nbbbb\ncccc\n", LinesQuery{MaxBytes: 9}); strings.Join(got.Lines, "|") != "aaaa|bbbb" || !got.CutByBytes || !got.More || got.Total != 3 {
		t.Errorf("%+v", got)
	}
	if got := g.lines("😀😀x\n", LinesQuery{MaxLineLength: 3}); got.Lines[0] != "😀... (line truncated to 3 chars)" {
		t.Errorf("%q", got.Lines)
	}
	if got := g.lines("äöü\n", LinesQuery{MaxLineLength: 3}); got.Lines[0] != "äöü" {
		t.Errorf("%q", got.Lines)
	}
	if _, err := g.Lines(t.Context(), "lines", LinesQuery{Offset: -1}); faultCode(err) != "invalid_field" {
		t.Error(err)
	}
}

func TestBreaksAreSeenAcrossReads(t *testing.T) {
	g := newGround(t)
	for _, pad := range []int{linesBuffer - 1, linesBuffer, linesBuffer + 1} {
		text := strings.Repeat("x", pad-1) + "\r\nend"
		if got := g.lines(text, LinesQuery{MaxBytes: maxLinesBytes}); got.Total != 2 || got.Lines[1] != "end" {
			t.Errorf("%d: %d lines", pad, got.Total)
		}
	}
}

func TestALargeFileTakesLittleMemory(t *testing.T) {
	g := newGround(t)
	g.write("large", "first\n")
	if err := os.Truncate(filepath.Join(g.Root, "large"), 1<<30); err != nil { // one line of NULs
		t.Fatal(err)
	}
	before := allocated()
	got, err := g.Lines(t.Context(), "large", LinesQuery{Offset: 2, Limit: 1})
	if err != nil || got.Total != 2 || !strings.HasSuffix(got.Lines[0], "(line truncated to 2000 chars)") {
		t.Errorf("%v %d", err, got.Total)
	}
	if grown := allocated() - before; grown > 8<<20 {
		t.Errorf("it took %d bytes", grown)
	}
}

// FuzzLines holds the scan against what is done with the whole text at once.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{"", "a", "a\r\nb", "\r\r\n\n", "\xef\xbb\xbfx\n", "a\xff\r"} {
		f.Add([]byte(seed), uint8(1))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		s := lineScan{q: LinesQuery{Offset: 1, Limit: maxLines, MaxBytes: maxLinesBytes, MaxLineLength: maxLinesBytes}}
		for rest := data; len(rest) > 0; {
			n := min(len(rest), int(size)+1)
			s.feed(rest[:n])
			rest = rest[n:]
		}
		if s.begun {
			s.end()
		}
		plain := strings.ReplaceAll(strings.ReplaceAll(string(data), "\r\n", "\n"), "\r", "\n")
		want := strings.Split(plain, "\n")
		if want[len(want)-1] == "" {
			want = want[:len(want)-1]
		}
		if s.out.Total != len(want) {
			t.Errorf("%q has %d lines, want %d", data, s.out.Total, len(want))
		}
	})
}

func allocated() int64 {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Maxrss << 10
}
