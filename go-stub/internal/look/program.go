package look

import "strings"

// What an argument may be besides a path, in the table of programs.
const (
	noPath    = '-' // nothing
	onlyFile  = 'w' // edited, also where others are with all below them
	prefix    = 'p' // the names of files that are made begin so
	sedScript = 'z'
	awkScript = 'q'
	edited    = 'G' // likely, and edited
	into      = 'i' // where others go: into it, where it is a directory
	likely    = 'g' // a path if it looks like one
	shellCode = 'h'
	otherCode = 'c'
	startsIn  = 'd' // the directory that the rest is relative to
	dataFile  = '@' // "@path", or "name=@path"
	mounted   = 'v' // "path:…"
	remote    = 's' // "host:…" is none
	toRemote  = 't' // the same, written
	address   = 'u' // "file:///path" only
	command   = '>' // the rest is a command of its own
)

// knowledge is what is known of a program's arguments.
type knowledge struct {
	args    []byte          // of each; the last but one again and again where rest
	rest    bool            // the last of args is of all that are left
	last    byte            // of the last argument; 0 for none
	options map[string]byte // those that take a value
	instead []string        // options in whose place the first argument stands
	alone   byte            // what is done where it runs, without an argument
	edits   []string        // options that make it edit what it reads
	fetches []string        // options that make it edit where it runs
}

// parsed are arguments apart.
type parsed struct {
	values  []optionValue
	flags   map[string]bool
	args    []field
	command []field // after what a program takes itself
}

type optionValue struct {
	name  string
	kind  byte
	value field
}

// split takes arguments apart as getopt does.
func (k knowledge) split(words []field) parsed {
	p := parsed{flags: map[string]bool{}}
	before := len(k.args) - 1 // arguments before a command
	runs := len(k.args) > 0 && k.args[before] == command
	for i := 0; i < len(words); i++ {
		text := words[i].text
		switch {
		case runs && len(p.args) == before && (text == "" || text[0] != '-' || text == "-"):
			p.command = words[i:]
			return p
		case text == "--" && !words[i].hole:
			rest := words[i+1:]
			if runs {
				n := min(before-len(p.args), len(rest))
				p.args, p.command = append(p.args, rest[:n]...), rest[n:]
				return p
			}
			p.args = append(p.args, rest...)
			return p
		case len(text) < 2 || text[0] != '-':
			p.args = append(p.args, words[i])
		case strings.HasPrefix(text, "--") || k.options[text] != 0:
			i += k.long(&p, words[i:])
		default:
			i += k.short(&p, words[i:])
		}
	}
	return p
}

// long answers how many words more it took.
func (k knowledge) long(p *parsed, words []field) int {
	name, value, given := strings.Cut(words[0].text, "=")
	p.flags[name] = true
	kind := k.options[name]
	switch {
	case given && kind == 0:
		kind = likely
	case kind == 0:
		return 0
	case !given && len(words) > 1:
		p.values = append(p.values, optionValue{name, kind, words[1]})
		return 1
	}
	p.values = append(p.values, optionValue{name, kind, field{text: value, hole: words[0].hole}})
	return 0
}

func (k knowledge) short(p *parsed, words []field) int {
	text := words[0].text
	for i := 1; i < len(text); i++ {
		name := "-" + text[i:i+1]
		p.flags[name] = true
		kind := k.options[name]
		if kind == 0 {
			continue
		}
		if i+1 < len(text) {
			p.values = append(p.values, optionValue{name, kind, field{text: text[i+1:], hole: words[0].hole}})
			return 0
		}
		if len(words) > 1 {
			p.values = append(p.values, optionValue{name, kind, words[1]})
			return 1
		}
	}
	return 0
}

func (p parsed) has(names []string) bool {
	for _, name := range names {
		if p.flags[name] {
			return true
		}
	}
	return false
}

var recursive = []string{"-r", "-R", "-a", "--recursive", "--archive"}

// program notes what a known program does with its arguments.
func (w *walker) program(k knowledge, words []field, s *state) {
	p := k.split(words)
	here := s
	for _, option := range p.values {
		if option.kind == startsIn {
			here = w.fork(here)
			w.change(option.value, here)
		}
	}
	for _, option := range p.values {
		if option.kind != startsIn {
			w.argument(option.kind, option.value, nil, here)
		}
	}
	kinds := k.kinds(p)
	for i, arg := range p.args {
		w.argument(kinds[i], arg, p.args[:i], here)
	}
	if u := k.without(p, kinds); u != 0 {
		w.here(u, here)
	}
	if len(p.command) > 0 {
		w.call(p.command, here)
	}
}

// without is what is done where it runs, 0 for nothing.
func (k knowledge) without(p parsed, kinds []byte) use {
	if p.has(k.fetches) {
		return 'E'
	}
	if k.alone == 0 || k.alone == 'B' {
		return use(k.alone)
	}
	for _, kind := range kinds {
		if strings.IndexByte("-gGu", kind) < 0 {
			return 0
		}
	}
	for _, option := range p.values {
		if strings.IndexByte("eEb", option.kind) >= 0 {
			return 0
		}
	}
	if k.alone != 'r' {
		return use(k.alone)
	}
	if k.recurses(p) {
		return 'R'
	}
	return 0
}

// kinds tells for each argument what it is.
func (k knowledge) kinds(p parsed) []byte {
	kinds := k.args
	if len(kinds) > 0 && p.has(k.instead) {
		kinds = kinds[1:]
	}
	out := make([]byte, len(p.args))
	for i := range out {
		switch {
		case i == len(out)-1 && k.last != 0 && (i > 0 || len(kinds) == 0) && !p.has([]string{"-t", "--target-directory"}):
			out[i] = k.last
		case i < len(kinds) && kinds[i] != command:
			out[i] = kinds[i]
		case k.rest && len(kinds) > 0:
			out[i] = kinds[len(kinds)-1]
		default:
			out[i] = noPath
		}
		out[i] = k.widened(out[i], p)
	}
	return out
}

// widened is what the options make of an argument's kind.
func (k knowledge) widened(kind byte, p parsed) byte {
	if p.has(k.edits) {
		switch kind {
		case 'r', 'R':
			kind -= 'r' - 'b'
		case likely:
			kind = edited
		}
	}
	if (kind == 'r' || kind == 'e' || kind == 'b') && k.recurses(p) {
		kind -= 'a' - 'A'
	}
	return kind
}

func (k knowledge) recurses(p parsed) bool {
	for _, name := range recursive {
		if p.flags[name] && k.options[name] == 0 {
			return true
		}
	}
	return false
}

// before is what the options in front of another program touch, and move.
func (w *walker) before(values []optionValue, s *state) {
	for _, option := range values {
		if option.kind == startsIn {
			w.change(option.value, s)
			continue
		}
		w.argument(option.kind, option.value, nil, s)
	}
}
