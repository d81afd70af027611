package search

import (
	"strings"
	"unicode/utf8"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/cut"
)

const (
	// maxSubmatches and maxText are OpenCode's bounds for one line.
	maxSubmatches = 100
	maxText       = 2000 // UTF-16 units
)

// Match is a line with a match, in ripgrep's shape as OpenCode passes it on.
// Offsets are bytes; what is not UTF-8 is shown as U+FFFD.
type Match struct {
	Path       Text       `json:"path"`
	Lines      Text       `json:"lines"`
	Line       int64      `json:"line_number"`
	Offset     int64      `json:"absolute_offset"` // of the line
	Submatches []Submatch `json:"submatches"`

	name string // as the host has it
}

// Text is what ripgrep wraps texts in.
type Text struct {
	Text string `json:"text"`
}

// Submatch is one of a line's matches.
type Submatch struct {
	Match Text `json:"match"`
	Start int  `json:"start"` // in the line
	End   int  `json:"end"`
}

func newMatch(path string, line []byte, number, offset int64, places [][]int) Match {
	m := Match{
		Path: Text{strings.ToValidUTF8(path, "\uFFFD")}, Lines: Text{decode(line)},
		Line: number, Offset: offset, Submatches: make([]Submatch, 0, len(places)), name: path,
	}
	for _, place := range places {
		if place[0] == place[1] {
			continue // where an empty match is, engines see differently
		}
		m.Submatches = append(m.Submatches, Submatch{Match: Text{decode(line[place[0]:place[1]])}, Start: place[0], End: place[1]})
	}
	return m
}

func decode(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// cutText cuts a long line as OpenCode does, and says so by dots.
func cutText(text string, maxText int) string {
	if len(text) <= maxText {
		return text
	}
	kept, isCut := cut.Units(text, maxText)
	if isCut {
		return kept + "..."
	}
	return text
}
