package vcs

import (
	"os"
	"path/filepath"
	"strings"
)

// maxNamed bounds a file of git's that names a place.
const maxNamed = 64 << 10

// Part is a place that a repository is made of, resolved.
type Part struct {
	Path string
	// Proven says that the repository has it by right: it lies where git looks
	// by itself, or names the work tree back, as the other end of `git worktree`
	// does. Of any other part only the work tree says so, in which anybody may
	// have written.
	Proven bool
}

// parts are where the repository of a work tree has what git reads: its
// directory, the common one, what is a link in them, objects that it borrows;
// and the rules between the workspace and the top. What is not there is left out.
func parts(dir, top string) []Part {
	var list []Part
	add := func(path string, proven bool) string {
		resolved, err := filepath.EvalSymlinks(path)
		if err == nil {
			list = append(list, Part{resolved, proven})
		}
		return resolved
	}
	for at := dir; at != top; {
		at = filepath.Dir(at)
		for _, name := range []string{".gitignore", ".gitattributes"} {
			if info, err := os.Lstat(filepath.Join(at, name)); err == nil && info.Mode().IsRegular() {
				add(filepath.Join(at, name), true)
			}
		}
	}
	dot := filepath.Join(top, ".git")
	info, err := os.Lstat(dot)
	if err != nil {
		return list
	}
	if info.IsDir() {
		add(dot, true)
		return append(list, partsOf(dot, dot)...)
	}
	own := dot
	if info.Mode().IsRegular() {
		name, is := strings.CutPrefix(named(dot), "gitdir: ")
		if !is {
			return list
		}
		own = from(top, name)
	}
	common := own
	if name := named(filepath.Join(own, "commondir")); name != "" {
		common = from(own, name)
	}
	linked := isLinked(own, common, dot)
	add(own, linked)
	add(common, linked)
	if linked {
		return list
	}
	return append(list, partsOf(own, common)...)
}

// isLinked says whether the common repository has this work tree among its own.
func isLinked(own, common, dot string) bool {
	ownReal, err := filepath.EvalSymlinks(own)
	commonReal, err2 := filepath.EvalSymlinks(common)
	back, err3 := filepath.EvalSymlinks(from(own, named(filepath.Join(own, "gitdir"))))
	return err == nil && err2 == nil && err3 == nil && back == dot && filepath.Dir(ownReal) == filepath.Join(commonReal, "worktrees")
}

// partsOf are those that a directory of git's leads to.
func partsOf(own, common string) []Part {
	var list []Part
	add := func(path string) {
		if resolved, err := filepath.EvalSymlinks(path); err == nil {
			list = append(list, Part{resolved, false})
		}
	}
	if name := named(filepath.Join(own, "commondir")); name != "" {
		common = from(own, name)
		add(common)
	}
	objects := filepath.Join(common, "objects")
	for _, dir := range []string{own, common, objects, filepath.Join(objects, "info"), filepath.Join(common, "info")} {
		entries, _ := os.ReadDir(dir)
		for _, entry := range entries {
			if entry.Type()&os.ModeSymlink != 0 {
				add(filepath.Join(dir, entry.Name()))
			}
		}
	}
	for line := range strings.Lines(named(filepath.Join(objects, "info", "alternates"))) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			add(from(objects, line))
		}
	}
	return list
}

// named is what a file of git's says, without the end of its last line.
func named(file string) string {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxNamed {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return strings.TrimRight(string(data), "\r\n")
}

func from(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}
