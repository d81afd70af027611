package look

import "strings"

var shellOptions = readKnowledge("> -o=- -O=- +O=- --rcfile=r --init-file=r")

// shellProgram is a shell with a text, a script, or its input.
func shellProgram(w *walker, words []field, s *state) {
	args := words[1:]
	code, reads := false, false
	for len(args) > 0 && len(args[0].text) > 1 && strings.IndexByte("-+", args[0].text[0]) >= 0 {
		text := args[0].text
		switch {
		case text == "--":
			args = args[1:]
			goto rest
		case shellOptions.options[text] != 0 && len(args) > 1:
			w.argument(shellOptions.options[text], args[1], nil, s)
			args = args[1:]
		case !strings.HasPrefix(text, "--"):
			code = code || text[0] == '-' && strings.IndexByte(text, 'c') > 0
			reads = reads || text[0] == '-' && strings.IndexByte(text, 's') > 0
			if strings.ContainsAny(text[len(text)-1:], "oO") && len(args) > 1 { // "-euo pipefail"
				args = args[1:]
			}
		}
		args = args[1:]
	}
rest:
	inner := w.fork(s)
	switch {
	case code && len(args) > 0:
		inner.args, inner.anyArgs = nil, false
		if len(args) > 2 {
			inner.args = args[2:]
		}
		w.code(args[0], inner)
	case len(args) > 0 && args[0].text != "-" && !reads:
		w.path(args[0], 'r', s)
		w.likely(args[1:], s, 'R')
		w.here('B', s)
	case s.input != nil:
		if reads {
			inner.args, inner.anyArgs = args, false
		}
		w.text(*s.input, inner)
	case s.piped:
		w.seen.notKnown(joined(words) + " (what it reads)")
		w.here('B', s)
	}
}

var envOptions = readKnowledge("> -u=- -C=d -S=h --unset=- --chdir=d --split-string=h")

// environment is env, with variables before the command.
func environment(w *walker, words []field, s *state) {
	p := envOptions.split(words[1:])
	inner := w.fork(s)
	w.before(p.values, inner)
	rest := p.command
	if len(rest) > 0 && rest[0].text == "-" { // as -i
		rest = rest[1:]
	}
	w.callBehindVariables(rest, inner)
}

func (w *walker) callBehindVariables(words []field, s *state) {
	for len(words) > 0 && strings.Contains(words[0].text, "=") {
		export(w, []field{{}, words[0]}, s)
		words = words[1:]
	}
	if len(words) > 0 {
		w.call(words, s)
	}
}

var sudoOptions = readKnowledge("> -u=- -g=- -h=- -p=- -U=- -C=- -r=- -t=- -T=- -R=R -D=d --user=- --group=- --host=- --prompt=- --other-user=- --close-from=- --role=- --type=- --command-timeout=- --chroot=R --chdir=d")

// asAnother is sudo, which takes variables before the command as env does.
func asAnother(w *walker, words []field, s *state) {
	p := sudoOptions.split(words[1:])
	inner := w.fork(s)
	w.before(p.values, inner)
	w.callBehindVariables(p.command, inner)
}

var xargsOptions = readKnowledge("> -I=- -n=- -P=- -d=- -L=- -s=- -E=- -a=r -j=- --arg-file=r --max-args=- --max-procs=- --delimiter=-")

// extendedArguments is xargs: what its command gets is what it reads.
func extendedArguments(w *walker, words []field, s *state) {
	p := xargsOptions.split(words[1:])
	for _, option := range p.values {
		w.argument(option.kind, option.value, nil, s)
	}
	command := p.command
	if len(command) == 0 {
		command = []field{{text: "echo"}}
	}
	replaced := ""
	if p.has([]string{"-i", "--replace"}) { // what they are given is in the same word
		replaced = "{}"
	}
	for _, option := range p.values {
		if option.name == "-I" || option.name == "--replace" {
			replaced = option.value.text
		}
	}
	if s.input != nil {
		given := strings.Fields(strings.ReplaceAll(*s.input, "\x00", " "))
		given = given[:min(len(given), maxGlob)]
		w.callWith(command, replaced, given, s)
		return
	}
	hole := field{text: joined(words) + " (what it reads)", hole: true}
	if replaced == "" {
		w.call(append(append([]field(nil), command...), hole), s)
		return
	}
	w.call(put(command, replaced, hole), s)
}

func (w *walker) callWith(command []field, replaced string, given []string, s *state) {
	if replaced == "" {
		all := append([]field(nil), command...)
		for _, text := range given {
			all = append(all, field{text: text})
		}
		w.call(all, s)
		return
	}
	for _, text := range given {
		w.call(put(command, replaced, field{text: text}), s)
	}
}

// put replaces a mark in the words of a command.
func put(command []field, mark string, with field) []field {
	out := append([]field(nil), command...)
	for i, word := range out {
		if mark == "" || !strings.Contains(word.text, mark) {
			continue
		}
		if with.hole {
			out[i].hole = true
			continue
		}
		out[i].text = strings.ReplaceAll(word.text, mark, with.text)
	}
	return out
}

// watch gives its arguments to a shell.
func watch(w *walker, words []field, s *state) {
	rest := words[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0].text, "-") {
		if rest[0].text == "-n" && len(rest) > 1 {
			rest = rest[1:]
		}
		rest = rest[1:]
	}
	evaluate(w, append([]field{words[0]}, rest...), w.fork(s))
}
