package vcs

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// newFile is a file that git does not know, as a patch would add it. Reading
// it here spares a process a file, and the repository's filters.
type newFile struct {
	name string
	mode string
	data []byte
	ok   bool // false for what is no file, is gone, or larger than a patch may be
}

func (r *Repository) newFile(name string) newFile {
	f := newFile{name: name}
	root, err := os.OpenRoot(r.top)
	if err != nil {
		return f
	}
	defer func() { _ = root.Close() }()
	info, err := root.Lstat(name)
	if err != nil {
		return f
	}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := root.Readlink(name)
		f.mode, f.data, f.ok = "120000", []byte(target), err == nil
		return f
	case !info.Mode().IsRegular() || info.Size() > maxOutput:
		return f
	case info.Mode()&0o100 != 0:
		f.mode = "100755"
	default:
		f.mode = "100644"
	}
	opened, err := root.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOFOLLOW, 0)
	if err != nil {
		return f
	}
	defer func() { _ = opened.Close() }()
	f.data, err = io.ReadAll(io.LimitReader(opened, maxOutput))
	f.ok = err == nil
	return f
}

// binary goes by the beginning, as git does.
func (f newFile) binary() bool { return bytes.IndexByte(f.data[:min(len(f.data), 8000)], 0) >= 0 }

func (f newFile) lines() int {
	if !f.ok || f.binary() {
		return 0
	}
	n := bytes.Count(f.data, []byte("\n"))
	if len(f.data) > 0 && f.data[len(f.data)-1] != '\n' {
		n++
	}
	return n
}

// patch is what git diff --no-index /dev/null prints.
func (f newFile) patch() string {
	if !f.ok {
		return emptyPatch(f.name)
	}
	var b strings.Builder
	sum := sha1.New()
	fmt.Fprintf(sum, "blob %d\x00", len(f.data))
	sum.Write(f.data)
	fmt.Fprintf(&b, "diff --git %s %s\nnew file mode %s\nindex 0000000..%s\n",
		quote("a/"+f.name), quote("b/"+f.name), f.mode, hex.EncodeToString(sum.Sum(nil))[:7])
	switch n := f.lines(); {
	case f.binary():
		fmt.Fprintf(&b, "Binary files /dev/null and %s differ\n", quote("b/"+f.name))
	case n > 0:
		tab := ""
		if strings.Contains(f.name, " ") {
			tab = "\t"
		}
		fmt.Fprintf(&b, "--- /dev/null\n+++ %s%s\n@@ -0,0 +%s @@\n", quote("b/"+f.name), tab, span(n))
		for line := range bytes.Lines(f.data) {
			b.WriteByte('+')
			b.Write(line)
		}
		if f.data[len(f.data)-1] != '\n' {
			b.WriteString("\n\\ No newline at end of file\n")
		}
	}
	return b.String()
}

func span(n int) string {
	if n == 1 {
		return "1"
	}
	return "1," + strconv.Itoa(n)
}

// quote writes a name as git does with core.quotepath=false.
func quote(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == 0x7f }) {
		return name
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(name) {
		c := name[i]
		switch at := strings.IndexByte("\a\b\t\n\v\f\r\"\\", c); {
		case at >= 0:
			b.WriteString(`\` + string(`abtnvfr"\`[at]))
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// emptyPatch stands for one that is too large, as in OpenCode.
func emptyPatch(name string) string {
	return "Index: " + name + "\n" + strings.Repeat("=", 67) + "\n--- " + name + "\t\n+++ " + name + "\t\n"
}
