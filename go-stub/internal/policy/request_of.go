package policy

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// requestOf asks for all that is missing of these questions, which are of one
// session.
func requestOf(about []*waiter, missing []Touch) Request {
	first := missing[0]
	meta := Metadata{
		Path: first.Path, Requested: first.Requested, Filepath: first.Path,
		Directories: []string{}, Touches: []Wanted{}, Unknown: []string{}, Warning: warning(missing),
	}
	var commands, patterns []string
	for _, w := range about {
		commands = appendNew(commands, w.question.Command)
		meta.Unknown = appendNew(meta.Unknown, w.question.Unknown...)
	}
	meta.Command = strings.Join(commands, "\n")
	meta.ParentDir = inOneLine(missing) + andUnknown(meta.Unknown)
	for i := range missing {
		t := &missing[i]
		place := t.place()
		patterns = appendNew(patterns, place.pattern())
		meta.Directories = appendNew(meta.Directories, t.folder())
		meta.Touches = append(meta.Touches, Wanted(*t))
	}
	return Request{
		ID: id.Ascending("per"), SessionID: about[0].question.SessionID, Permission: "external_directory",
		Patterns: patterns, Always: patterns, Metadata: meta,
	}
}

func appendNew(list []string, more ...string) []string {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// folder is the directory that a touch is in, or is.
func (t *Touch) folder() string {
	if t.Tree {
		return t.Path
	}
	return filepath.Dir(t.Path)
}

const (
	// maxNamed is what a line has of a long list: what stands below it is to be
	// seen as well.
	maxNamed   = 6
	maxUnknown = 2
	maxText    = 60
)

// inOneLine has one path alone as it is, and of others what is done with them.
// Secrets are never left out.
func inOneLine(touches []Touch) string {
	if len(touches) == 1 && touches[0].Access == All && !touches[0].Secret {
		return shown(touches[0].Path)
	}
	parts := make([]string, 0, maxNamed)
	more := 0
	for i, t := range touches {
		if i >= maxNamed && len(touches) > maxNamed+1 && !t.Secret {
			more++
			continue
		}
		text := t.Access.String()
		if t.Access == All {
			text = "read, edit"
		}
		if t.Secret {
			text += "; SECRETS"
		}
		parts = append(parts, shown(t.Path)+" ("+text+")")
	}
	if more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, ", ")
}

// andUnknown names what cannot be told, for whoever shows one line alone.
func andUnknown(unknown []string) string {
	if len(unknown) == 0 {
		return ""
	}
	parts := make([]string, 0, maxUnknown)
	for _, one := range unknown[:min(len(unknown), maxUnknown)] {
		if text := []rune(one); len(text) > maxText {
			one = string(text[:maxText]) + "…"
		}
		parts = append(parts, shown(one))
	}
	if more := len(unknown) - maxUnknown; more > 0 {
		parts = append(parts, fmt.Sprintf("%d more", more))
	}
	return "; and what cannot be told of " + strings.Join(parts, ", ")
}

// shown is a path for a person's eyes: what would move a terminal's cursor is
// written out.
func shown(path string) string {
	if utf8.ValidString(path) && !strings.ContainsFunc(path, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return path
	}
	return strconv.Quote(path)
}

func warning(touches []Touch) string {
	var secrets []string
	for _, t := range touches {
		if t.Secret {
			secrets = append(secrets, shown(t.Path))
		}
	}
	if len(secrets) == 0 {
		return ""
	}
	return strings.Join(secrets, ", ") + " may hold keys, passwords or tokens. A yes gives them to this command, and to whoever reads its output."
}
