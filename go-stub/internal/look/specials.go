package look

import "strings"

// specials are programs, and words of the shell, that a line of the table
// cannot describe.
var specials map[string]func(*walker, []field, *state)

// Some of them call others by way of the map, which an initializer may not.
func init() {
	specials = map[string]func(*walker, []field, *state){
		"cd": changeDirectory, "chdir": changeDirectory, "pushd": pushDirectory, "popd": popDirectory,
		"eval": evaluate, "trap": trap, "alias": alias, "exec": execute, "set": setArguments, "shift": shift, "source": source, ".": source,
		"unset": unset, "read": readVariables, "mapfile": readVariables, "readarray": readVariables,
		"exit": exit, "return": exit, "logout": exit, "test": testPaths, "[": testPaths,
		"env": environment, "sudo": asAnother, "doas": asAnother, "xargs": extendedArguments, "parallel": extendedArguments, "find": find, "fd": findByName, "fdfind": findByName,
		"tar": archive, "bsdtar": archive, "dd": copyBlocks, "git": git, "ln": link, "watch": watch,
		"export": export, "readonly": export, "local": export, "declare": export, "typeset": export,
	}
	for _, shell := range []string{"sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "rbash", "fish"} {
		specials[shell] = shellProgram
	}
}

func changeDirectory(w *walker, words []field, s *state) {
	args := words[1:]
	for len(args) > 0 && len(args[0].text) > 1 && args[0].text[0] == '-' && !args[0].hole {
		args = args[1:]
	}
	switch {
	case len(args) == 0:
		if home, ok := w.homeOf("~", s); ok {
			w.change(field{text: home}, s)
			return
		}
		s.lost = true
	case args[0].text == "-":
		w.seen.notKnown("cd -")
		s.lost = true
	default:
		if v, set := w.lookup("CDPATH", s); set && len(v.values) > 0 && !strings.ContainsAny(args[0].text[:1], "./") {
			w.seen.notKnown("cd " + args[0].text)
			s.lost = true
		}
		w.change(args[0], s)
	}
}

func pushDirectory(w *walker, words []field, s *state) {
	if len(words) < 2 || strings.HasPrefix(words[1].text, "+") || len(s.dirs) != 1 {
		s.lost = true
		return
	}
	s.stack = append(s.stack, s.dirs[0])
	changeDirectory(w, words, s)
}

func popDirectory(w *walker, _ []field, s *state) {
	if len(s.stack) == 0 {
		return
	}
	last := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	w.change(field{text: last}, s)
}

func evaluate(w *walker, words []field, s *state) {
	all := field{text: joined(words[1:])}
	for _, word := range words[1:] {
		all.hole = all.hole || word.hole
	}
	w.code(all, s)
}

// code looks at a text for a shell that this one starts, or is.
func (w *walker) code(f field, s *state) {
	if f.hole {
		w.seen.notKnown(f.text)
		return
	}
	w.text(f.text, s)
}

func trap(w *walker, words []field, s *state) {
	if len(words) > 1 && words[1].text == "--" {
		words = words[1:]
	}
	if len(words) > 2 {
		w.code(words[1], w.fork(s))
	}
}

// alias is a text that may be run under its name.
func alias(w *walker, words []field, s *state) {
	for _, word := range words[1:] {
		if _, text, ok := strings.Cut(word.text, "="); ok {
			w.code(field{text: text, hole: word.hole}, w.fork(s))
		}
	}
}

func execute(w *walker, words []field, s *state) {
	args := words[1:]
	for len(args) > 0 && strings.HasPrefix(args[0].text, "-") {
		if args[0].text == "-a" && len(args) > 1 {
			args = args[1:]
		}
		args = args[1:]
	}
	if len(args) > 0 {
		w.call(args, s)
		s.dead = true
	}
}

func setArguments(_ *walker, words []field, s *state) {
	for i, word := range words[1:] {
		if word.text == "--" {
			s.args, s.anyArgs = words[i+2:], false
			return
		}
	}
	if len(words) > 1 && !strings.ContainsAny(words[1].text[:min(1, len(words[1].text))], "-+") {
		s.args, s.anyArgs = words[1:], false
	}
}

func shift(_ *walker, words []field, s *state) {
	if len(words) > 1 {
		s.anyArgs = true
	}
	if len(s.args) > 0 {
		s.args = s.args[1:]
	}
}

func source(w *walker, words []field, s *state) {
	if len(words) < 2 {
		return
	}
	w.path(words[1], 'r', s)
	w.likely(words[2:], s, 'R')
	// It may set anything.
	for name, v := range s.vars {
		v.unknown = true
		s.vars[name] = v
	}
}

func unset(_ *walker, words []field, s *state) {
	for _, word := range words[1:] {
		delete(s.funcs, word.text)
		s.vars[word.text] = variable{}
	}
}

func readVariables(w *walker, words []field, s *state) {
	for _, word := range words[1:] {
		if !strings.HasPrefix(word.text, "-") {
			s.vars[word.text] = variable{unknown: true}
		}
	}
}

func exit(_ *walker, _ []field, s *state) { s.dead = true }

// export is what the parser leaves to a command where it cannot tell.
func export(w *walker, words []field, s *state) {
	for _, word := range words[1:] {
		if name, value, ok := strings.Cut(word.text, "="); ok {
			s.vars[name] = valueOf([]field{{text: value, hole: word.hole}})
		}
	}
}

func testPaths(w *walker, words []field, s *state) {
	for i, word := range words[:len(words)-1] {
		switch word.text {
		case "-e", "-f", "-d", "-r", "-w", "-x", "-s", "-L", "-h", "-p", "-S", "-b", "-c", "-k", "-u", "-g", "-O", "-G", "-N":
			w.path(words[i+1], 'r', s)
		case "-nt", "-ot", "-ef":
			if i > 0 {
				w.path(words[i-1], 'r', s)
			}
			w.path(words[i+1], 'r', s)
		}
	}
}
