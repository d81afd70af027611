// Package ignore knows which files of a tree are left out of searches: the
// rules of .gitignore, .ignore and their kin, as ripgrep applies them.
package ignore

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFile bounds what is read of one ignore file.
const maxFile = 1 << 20

// Verdict is what rules say about a path.
type Verdict int

// No rule speaks of the path, or the last one that does leaves it out or lets it in.
const (
	None Verdict = iota
	Ignored
	Allowed
)

type rule struct {
	glob    *glob
	allow   bool
	onlyDir bool
}

// rules are those of one file, in its order: the last that matches counts.
type rules struct{ list []rule }

// parseRules passes over what is not a pattern. What follows a line that is
// not UTF-8 is not read, as in ripgrep.
func parseRules(data []byte) *rules {
	r := &rules{}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for line := range bytes.Lines(data) {
		if !utf8.Valid(line) {
			break
		}
		if one, ok := parseRule(strings.TrimRight(string(line), "\r\n")); ok {
			r.list = append(r.list, one)
		}
	}
	if len(r.list) == 0 {
		return nil
	}
	return r
}

func parseRule(line string) (rule, bool) {
	if strings.HasPrefix(line, "#") {
		return rule{}, false
	}
	if !strings.HasSuffix(line, `\ `) {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	if line == "" {
		return rule{}, false
	}
	var r rule
	anchored := false
	if strings.HasPrefix(line, `\!`) || strings.HasPrefix(line, `\#`) {
		line = line[1:]
		anchored = strings.HasPrefix(line, "/")
	} else {
		line, r.allow = strings.CutPrefix(line, "!")
		line, anchored = strings.CutPrefix(line, "/")
	}
	line, r.onlyDir = strings.CutSuffix(line, "/")
	if !anchored && !strings.Contains(line, "/") && line != "**" {
		line = "**/" + line
	}
	if strings.HasSuffix(line, "/**") {
		line += "/*"
	}
	compiled, err := compileGlob(line)
	r.glob = compiled
	return r, err == nil
}

// match is about a path relative to the file's folder, with '/' between names.
func (r *rules) match(name string, isDir bool) Verdict {
	if r == nil {
		return None
	}
	base := name[strings.LastIndexByte(name, '/')+1:]
	for i := len(r.list) - 1; i >= 0; i-- {
		one := &r.list[i]
		if one.onlyDir && !isDir || !one.glob.matches(name, base) {
			continue
		}
		if one.allow {
			return Allowed
		}
		return Ignored
	}
	return None
}

// readRules answers nil for a file that is not there, or has no rules.
func readRules(name string) *rules { return parseRules(slurp(name)) }
