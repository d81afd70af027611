package ignore

import "strings"

// Match says what the rules make of name, an entry of this folder. The search
// for each kind of file goes from the innermost folder outwards; a .gitignore
// counts up to the folder that has the repository.
func (d *Dir) Match(name string, isDir bool) Verdict {
	if !d.ruled {
		return None
	}
	full := name
	if d.name != "" {
		full = d.name + "/" + name
	}
	var found struct{ custom, plain, git, exclude Verdict }
	seenGit := false
	var global *rules
	for at := d; at != nil; at = at.parent {
		relative := at.relative(full)
		if found.custom == None {
			found.custom = at.custom.match(relative, isDir)
		}
		if found.plain == None {
			found.plain = at.plain.match(relative, isDir)
		}
		if d.anyGit && !seenGit {
			if found.git == None {
				found.git = at.git.match(relative, isDir)
			}
			if found.exclude == None {
				found.exclude = at.exclude.match(relative, isDir)
			}
		}
		seenGit = seenGit || at.hasGit
		if at.global != nil {
			global = at.global
		}
	}
	for _, verdict := range []Verdict{found.custom, found.plain, found.git, found.exclude} {
		if verdict != None {
			return verdict
		}
	}
	if d.anyGit {
		return global.match(full, isDir)
	}
	return None
}

// relative makes a path of the search's root one of this folder.
func (d *Dir) relative(full string) string {
	switch {
	case d.above != "":
		return d.above + "/" + full
	case d.name != "":
		return full[len(d.name)+1:]
	}
	return full
}

// Hidden says whether a path has a name in it that begins with a dot.
func Hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.Contains(name, "/.") }
