package look

import (
	"path/filepath"
	"strings"
)

// copyBlocks is dd.
func copyBlocks(w *walker, words []field, s *state) {
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word.text, "=")
		switch name {
		case "if":
			w.path(field{text: value, hole: word.hole}, 'r', s)
		case "of":
			w.path(field{text: value, hole: word.hole}, 'e', s)
		}
	}
}

var lnOptions = readKnowledge("r* $i -t=E -S=- --target-directory=E --suffix=-")

// link is ln: what a link leads to can be reached through it, and a symbolic
// one begins where it lies.
func link(w *walker, words []field, s *state) {
	p := lnOptions.split(words[1:])
	if !p.has([]string{"-s", "--symbolic"}) {
		for i, arg := range p.args {
			if i < len(p.args)-1 || i == 0 {
				w.path(arg, 'b', s)
			}
		}
	}
	args := p.args
	if len(args) > 1 {
		last := args[len(args)-1]
		args = args[:len(args)-1]
		w.into(last, args, s)
		for _, arg := range args {
			if p.has([]string{"-s", "--symbolic"}) && !filepath.IsAbs(arg.text) && !arg.hole {
				arg.text = filepath.Dir(last.text) + "/" + arg.text
			}
			w.path(arg, 'R', s)
		}
		return
	}
	w.paths(args, 'R', s)
	for _, option := range p.values {
		w.argument(option.kind, option.value, nil, s)
	}
}

var gitOptions = readKnowledge("> -C=d -c=- --git-dir=B --work-tree=B --namespace=- --exec-path=R")

// git works in a directory; a few of its commands name others.
func git(w *walker, words []field, s *state) {
	p := gitOptions.split(words[1:])
	here := w.fork(s)
	w.before(p.values, here)
	if len(p.command) == 0 {
		return
	}
	if len(p.command) < len(words)-1 { // known without what is before it, too
		w.seen.command(append([]field{words[0]}, p.command...))
	}
	args := p.command[1:]
	switch p.command[0].text {
	case "clone":
		known := readKnowledge("g E -b=- -o=- -u=- -c=- -j=- --depth=- --branch=- --reference=R --template=R --separate-git-dir=E .E --config=- --origin=-")
		split := known.split(args)
		if len(split.args) < 2 {
			w.here('E', here)
		}
		w.program(known, args, here)
	case "init":
		w.program(readKnowledge("E .B -b=- --initial-branch=- --template=R --separate-git-dir=E --object-format=-"), args, here)
	case "worktree":
		if len(args) > 0 && args[0].text == "add" {
			w.program(readKnowledge("E -* -b=- -B=- --reason=-"), args[1:], here)
		}
		w.here('B', here)
	case "commit", "tag", "log", "show", "branch", "status", "fetch", "push", "pull", "checkout", "switch", "config", "stash", "rebase", "merge", "remote", "rev-parse":
		w.here('B', here)
		w.program(readKnowledge("-* -m=- -F=r -f=g --file=g --message=-"), args, here)
	default:
		w.likely(args, here, 'R')
		w.here('B', here)
	}
}
