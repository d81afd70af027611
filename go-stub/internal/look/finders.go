package look

import "strings"

// find walks its roots, and may run commands on what it finds.
func find(w *walker, words []field, s *state) {
	args := words[1:]
	for len(args) > 0 && (args[0].text == "-H" || args[0].text == "-L" || args[0].text == "-P") {
		args = args[1:]
	}
	n := 0
	for n < len(args) && !startsExpression(args[n].text) {
		n++
	}
	roots := args[:n]
	if n == 0 {
		roots = []field{{text: "."}}
	}
	w.paths(roots, 'R', s)
	for i := n; i < len(args); i++ {
		next := args[min(i+1, len(args)-1)]
		switch args[i].text {
		case "-delete":
			w.paths(roots, 'x', s)
		case "-exec", "-ok", "-execdir", "-okdir":
			end := i + 1
			for end < len(args) && args[end].text != ";" && args[end].text != "+" {
				end++
			}
			w.onEach(args[i+1:end], roots, s)
			i = end
		case "-fprint", "-fprint0", "-fls", "-fprintf":
			w.path(next, 'e', s)
			i++
		case "-newer", "-anewer", "-cnewer", "-samefile", "-files0-from":
			w.path(next, 'r', s)
			i++
		case "-name", "-iname", "-path", "-ipath", "-wholename", "-regex", "-iregex", "-type", "-size", "-mtime", "-perm", "-user", "-group", "-lname", "-printf":
			i++
		}
	}
}

func startsExpression(text string) bool {
	return text == "(" || text == "!" || len(text) > 1 && text[0] == '-'
}

// onEach runs a command on all that may be found: on the roots with all below.
func (w *walker) onEach(command, roots []field, s *state) {
	if len(command) == 0 {
		return
	}
	for _, root := range roots {
		w.call(put(command, "{}", root), s)
	}
}

var fdOptions = readKnowledge("- R* .R -e=- -t=- -d=- -E=- -j=- -S=- -o=- --base-directory=d --search-path=R --exclude=- --extension=- --type=-")

// findByName is fd, which runs what comes after -x.
func findByName(w *walker, words []field, s *state) {
	args := words[1:]
	for i, word := range args {
		if word.text == "-x" || word.text == "-X" || word.text == "--exec" || word.text == "--exec-batch" {
			w.onEach(args[i+1:], []field{{text: "."}}, s)
			args = args[:i]
			break
		}
	}
	w.program(fdOptions, args, s)
}

var tarOptions = readKnowledge("g* -f=f -C=C -T=r -X=r -b=- -g=b -I=- -F=- -L=- -V=- -K=- -N=- -H=- --file=f --directory=C --files-from=r --exclude-from=r --exclude=- --transform=- --strip-components=- --use-compress-program=- --owner=- --group=- --mode=- --mtime=- --format=- --warning=- --to-command=h --one-top-level=-")

// archive is tar: what it does with its file and the rest depends on a letter.
func archive(w *walker, words []field, s *state) {
	args := words[1:]
	if len(args) > 0 && args[0].text != "" && args[0].text[0] != '-' && !args[0].hole {
		// The old form: letters first, then the values of those that take one.
		args = append(oldTar(args[0].text, args[1:]), rest(args[0].text, args[1:])...)
	}
	p := tarOptions.split(args)
	writes := p.has([]string{"-c", "-r", "-u", "-A", "--create", "--append", "--update", "--concatenate", "--delete"})
	extracts := p.has([]string{"-x", "--extract", "--get"})
	here := s
	for _, option := range p.values {
		switch option.kind {
		case 'f':
			if host, _, found := strings.Cut(option.value.text, ":"); found && !strings.Contains(host, "/") {
				continue
			}
			kind := byte('r')
			if writes {
				kind = 'e'
			}
			w.argument(kind, option.value, nil, s)
		case 'C':
			here = w.fork(here)
			w.change(option.value, here)
		default:
			w.argument(option.kind, option.value, nil, s)
		}
	}
	if extracts && !p.has([]string{"-O", "--to-stdout"}) {
		w.here('E', here)
		if p.has([]string{"-P", "--absolute-names"}) {
			w.seen.notKnown(joined(words))
		}
		return
	}
	if writes {
		w.paths(p.args, 'R', here)
		if p.has([]string{"--remove-files"}) {
			w.paths(p.args, 'x', here)
		}
	}
}

// oldTar makes "-f value" of "czf value".
func oldTar(letters string, values []field) []field {
	out := []field{}
	for i := range len(letters) {
		name := "-" + letters[i:i+1]
		out = append(out, field{text: name})
		if tarOptions.options[name] != 0 && len(values) > 0 {
			out = append(out, values[0])
			values = values[1:]
		}
	}
	return out
}

// rest is what oldTar leaves.
func rest(letters string, values []field) []field {
	for i := range len(letters) {
		if tarOptions.options["-"+letters[i:i+1]] != 0 && len(values) > 0 {
			values = values[1:]
		}
	}
	return values
}
