package sandbox

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	quoted = regexp.MustCompile(`'([^'\n]+)'|"([^"\n]+)"|‘([^’\n]+)’`)
	words  = regexp.MustCompile(`[^\s'":;,()<>|=‘’\[\]]+`)
)

// said is a path that a line of output names.
type said struct {
	path  string
	first bool // what the line begins with: often the program that complains
}

// pathsIn are the paths that a line of output names: whatever has a slash, and
// bare names of links, which lead somewhere else. Quoted ones may have blanks.
func pathsIn(line []byte, dir, home string) []said {
	var list []said
	add := func(text string, first bool) {
		path := text
		if below, ok := strings.CutPrefix(path, "~/"); ok {
			path = filepath.Join(home, below)
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		if !strings.Contains(text, "/") {
			if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
				return
			}
		}
		list = append(list, said{path, first})
	}
	text := string(line)
	for _, match := range quoted.FindAllStringSubmatch(text, -1) {
		add(match[1]+match[2]+match[3], false)
	}
	text = quoted.ReplaceAllString(text, " ")
	for _, at := range words.FindAllStringIndex(text, -1) {
		add(text[at[0]:at[1]], at[0] == 0)
	}
	return list
}
