package sandbox

import (
	_ "embed"
	"strconv"
	"strings"
)

// escape is an attempt to reach what was not granted.
type escape struct {
	name string
	sh   string
	// mounts says that Landlock alone does not hold it: it takes private mounts.
	mounts bool
	// since is the ABI from which Landlock holds it, where that is not the first.
	since int
	needs string // a program that must be there
}

//go:embed testdata/escapes.sh
var escapesText string

var escapes = readEscapes(escapesText)

func readEscapes(text string) []escape {
	var list []escape
	for _, part := range strings.Split(text, "\n### ")[1:] {
		name, sh, _ := strings.Cut(part, "\n")
		e := escape{name: name, sh: strings.TrimSpace(sh)}
		for line := range strings.Lines(e.sh) {
			what, ok := strings.CutPrefix(strings.TrimSpace(line), "# ")
			if !ok {
				break
			}
			word, value, _ := strings.Cut(what, " ")
			switch word {
			case "mounts":
				e.mounts = true
			case "since":
				e.since, _ = strconv.Atoi(value)
			case "needs":
				e.needs = value
			}
		}
		list = append(list, e)
	}
	return list
}
