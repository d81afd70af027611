package search

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
)

// Line is a line that matches, as OpenCode's grep tool has it.
type Line struct {
	Path     string `json:"path"` // relative to the root
	Line     int64  `json:"line"`
	Text     string `json:"text"`     // with its newline
	Modified int64  `json:"modified"` // of the file, in Unix milliseconds
}

// Lines are lines that match: those of the newest files first.
type Lines struct {
	Matches   []Line `json:"matches"`
	Truncated bool   `json:"truncated"`
	Partial   bool   `json:"partial"` // a part could not be read, or there was no time for it
}

// GrepLines is Grep with what a tool is told of it.
func GrepLines(ctx context.Context, q TextQuery) (Lines, error) {
	limit := q.Limit
	q.Limit++ // tells whether there are more
	matches, partial, err := grep(ctx, q)
	if err != nil {
		return Lines{}, err
	}
	times := map[string]int64{}
	all := make([]Line, 0, len(matches))
	for _, m := range matches {
		at, known := times[m.name]
		if !known {
			at = modified(filepath.Join(q.Root, m.name))
			times[m.name] = at
		}
		all = append(all, Line{Path: m.Path.Text, Line: m.Line, Text: m.Lines.Text, Modified: at})
	}
	slices.SortStableFunc(all, func(a, b Line) int {
		return cmp.Or(cmp.Compare(b.Modified, a.Modified), strings.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line))
	})
	truncated := len(all) > limit
	return Lines{Matches: all[:min(len(all), limit)], Truncated: truncated, Partial: partial && !truncated}, nil
}
