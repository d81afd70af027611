package files

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestADirectoryIsListedAsOpenCodeDoes(t *testing.T) {
	g := newGround(t)
	g.write(".git/HEAD", "")
	g.write(".gitignore", "*.log\n/dist\n")
	g.write("b.log", "")
	g.write("B.txt", "")
	g.write("a.txt", "")
	g.write("dist/x", "")
	g.write("caf\xe9", "")
	g.link("src", "link")
	g.link("../outside", "out")
	nodes, err := g.List(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range nodes {
		line := n.Name + " " + n.Path + " " + n.Type
		if n.Ignored {
			line += " ignored"
		}
		got = append(got, line)
	}
	want := ".git .git/ directory|dist dist/ directory ignored|link link/ directory|src src/ directory|.gitignore .gitignore file|a.txt a.txt file|b.log b.log file ignored|B.txt B.txt file|caf\uFFFD caf\uFFFD file"
	if strings.Join(got, "|") != want {
		t.Errorf("got %s", strings.Join(got, "|"))
	}
	if nodes, err := g.List(t.Context(), "dist"); err != nil || len(nodes) != 1 || !nodes[0].Ignored {
		t.Errorf("in what is ignored: %+v %v", nodes, err)
	}
}

func TestContentsAreTextOrBase64(t *testing.T) {
	g := newGround(t)
	g.write("utf8", "\uFEFF ä日本\n\n")
	g.shows("utf8", "ä日本")
	g.write("pixel.PNG", "\x89PNG\x00")
	got, err := g.Content("pixel.PNG")
	if err != nil || got.Type != "binary" || got.Encoding != "base64" || got.MimeType != "image/png" || got.Content != base64.StdEncoding.EncodeToString([]byte("\x89PNG\x00")) {
		t.Errorf("%+v %v", got, err)
	}
	g.write("latin", "caf\xe9")
	if got, _ := g.Content("latin"); got.Type != "binary" || got.MimeType != "application/octet-stream" {
		t.Errorf("%+v", got)
	}
}

func TestALargeFileIsCutAndSaysSo(t *testing.T) {
	g := newGround(t)
	g.write("large", strings.Repeat("ä", maxText))
	got, err := g.Content("large")
	if err != nil || !got.Truncated || got.Size != 2*maxText || !strings.HasPrefix(got.Content, "ää") ||
		!strings.HasSuffix(got.Content, "ä\n\n[cut here: these are the first 4194304 of 8388608 bytes of the file]") {
		t.Errorf("%v %d %.20q %v", got.Truncated, got.Size, got.Content, err)
	}
	g.write("odd", "x"+strings.Repeat("ä", maxText))
	if got, _ := g.Content("odd"); got.Type != "text" || strings.Contains(got.Content, "\uFFFD") {
		t.Error("a character was cut in two")
	}
	g.write("huge.bin", "\x00")
	if err := os.Truncate(filepath.Join(g.Root, "huge.bin"), 1<<30); err != nil {
		t.Fatal(err)
	}
	if got, _ := g.Content("huge.bin"); got.Type != "binary" || got.Content != "" || !got.Truncated || got.Size != 1<<30 {
		t.Errorf("%+v", got)
	}
}
