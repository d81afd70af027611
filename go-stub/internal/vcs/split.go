package vcs

import (
	"bytes"
	"strings"
)

// split cuts a patch into those of its files.
func split(patch []byte) map[string]string {
	byFile := map[string]string{}
	for len(patch) > 0 {
		end := len(patch)
		if next := bytes.Index(patch, []byte("\ndiff --git ")); next >= 0 {
			end = next + 1
		}
		one := string(patch[:end])
		byFile[nameIn(one)] += one
		patch = patch[end:]
	}
	return byFile
}

// nameIn reads the file's name out of the head of its patch.
func nameIn(patch string) string {
	first, rest, _ := strings.Cut(patch, "\n")
	var before, after string
	for line := range strings.Lines(rest) {
		line = strings.TrimRight(line, "\n\t")
		switch {
		case strings.HasPrefix(line, "--- "):
			before = bare(line[4:])
		case strings.HasPrefix(line, "+++ "):
			after = bare(line[4:])
		}
		if strings.HasPrefix(line, "@@") {
			break
		}
	}
	if after != "" {
		return after
	}
	if before != "" {
		return before
	}
	// A change of mode, an empty file, a binary one: the name is there twice.
	names := strings.TrimPrefix(first, "diff --git ")
	return bare(names[(len(names)+1)/2:])
}

// bare takes quotes and the "a/" or "b/" off a name; "" is no file.
func bare(name string) string {
	if name == "/dev/null" {
		return ""
	}
	name = unquote(name)
	return name[min(2, len(name)):]
}

func unquote(name string) string {
	if len(name) < 2 || name[0] != '"' {
		return name
	}
	var b strings.Builder
	for i := 1; i < len(name)-1; i++ {
		c := name[i]
		if c != '\\' {
			b.WriteByte(c)
			continue
		}
		i++
		if at := strings.IndexByte(`abtnvfr"\`, name[i]); at >= 0 {
			b.WriteByte("\a\b\t\n\v\f\r\"\\"[at])
		} else if i+2 < len(name) {
			b.WriteByte((name[i]-'0')<<6 | (name[i+1]-'0')<<3 | (name[i+2] - '0'))
			i += 2
		}
	}
	return b.String()
}
