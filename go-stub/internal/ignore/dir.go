package ignore

import (
	"os"
	"path/filepath"
	"strings"
)

// Dir is a folder with the rules that hold in it. It does not change.
type Dir struct {
	parent *Dir
	name   string // relative to the root of the search; "" for it, and for those above
	above  string // for a folder above the root: the root's path relative to it

	hasGit  bool
	anyGit  bool // here or above
	custom  *rules
	plain   *rules
	git     *rules
	exclude *rules
	global  *rules // of the search, in its root
	ruled   bool   // a rule is here or above
	gitOnly bool   // of the search: what is no rule of git does not count
}

// names are the files that hold rules. Whoever lists a folder says which are there.
const (
	customFile = ".rgignore"
	plainFile  = ".ignore"
	gitFile    = ".gitignore"
	gitDir     = ".git"
)

// IsRules says whether a name is one that Enter wants to know of.
func IsRules(name string) bool {
	return name == customFile || name == plainFile || name == gitFile || name == gitDir
}

// Root reads the rules that hold in the root of a search: its own, and those
// of the folders above it. root is absolute and without symlinks.
func Root(root, home string) *Dir { return above(root, home, false) }

// GitRoot is Root with the rules of git alone, which hold where there is no
// repository too.
func GitRoot(root, home string) *Dir { return above(root, home, true) }

func above(root, home string, gitOnly bool) *Dir {
	var chain []string
	for at := root; ; at = filepath.Dir(at) {
		chain = append(chain, at)
		if at == filepath.Dir(at) {
			break
		}
	}
	if gitOnly {
		chain = withinRepository(chain)
	}
	var d *Dir
	for i := len(chain) - 1; i >= 0; i-- {
		above, _ := filepath.Rel(chain[i], root)
		d = read(d, chain[i], gitOnly, func(string) bool { return true })
		if i > 0 {
			d.above = above
		}
	}
	d.global = globalRules(home)
	d.ruled = d.ruled || d.global != nil
	return d
}

// withinRepository ends a chain of folders, the innermost first, with the one
// that has the repository; without one only the first stays.
func withinRepository(chain []string) []string {
	for i, dir := range chain {
		if _, err := os.Lstat(filepath.Join(dir, gitDir)); err == nil {
			return chain[:i+1]
		}
	}
	return chain[:1]
}

// Enter answers the rules in the folder name, which lies in d; path is where
// it is, and has says which of the names of IsRules are in it.
func (d *Dir) Enter(name, path string, has func(name string) bool) *Dir {
	inner := read(d, path, d.gitOnly, has)
	inner.name = name
	if d.name != "" {
		inner.name = d.name + "/" + name
	}
	return inner
}

func read(parent *Dir, path string, gitOnly bool, has func(string) bool) *Dir {
	d := &Dir{parent: parent, gitOnly: gitOnly}
	load := func(name string) *rules {
		if !has(name) || gitOnly && name != gitFile {
			return nil
		}
		return readRules(filepath.Join(path, name))
	}
	d.custom, d.plain, d.git = load(customFile), load(plainFile), load(gitFile)
	if has(gitDir) {
		if info, err := os.Stat(filepath.Join(path, gitDir)); err == nil {
			d.hasGit = true
			d.exclude = readRules(filepath.Join(commonDir(filepath.Join(path, gitDir), info.IsDir()), "info/exclude"))
		}
	}
	d.anyGit = gitOnly || d.hasGit || parent != nil && parent.anyGit
	d.ruled = d.custom != nil || d.plain != nil || d.git != nil || d.exclude != nil || parent != nil && parent.ruled
	return d
}

// commonDir is where a repository, or the worktree of one, keeps its info.
func commonDir(git string, isDir bool) string {
	if isDir {
		return git
	}
	line := firstLine(git)
	target, ok := strings.CutPrefix(line, "gitdir: ")
	if !ok {
		return git
	}
	common := firstLine(filepath.Join(target, "commondir"))
	if common == "" {
		return git
	}
	if !filepath.IsAbs(common) {
		common = filepath.Join(target, common)
	}
	return common
}
