package files

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/cut"
)

// cutLine is the beginning of a line: as much of it as is shown.
type cutLine struct{ data []byte }

// add keeps what may be needed: no character takes more bytes than three for
// each of its UTF-16 units.
func (c *cutLine) add(data []byte, maxLength int) {
	room := 3*(maxLength+1) + utf8.UTFMax + len("\uFEFF") - len(c.data)
	if len(data) > room {
		data = data[:max(room, 0)]
	}
	c.data = append(c.data, data...)
}

// take answers the line, and makes way for the next. The first of a file loses
// its byte order mark.
func (c *cutLine) take(first bool, maxLength int) string {
	line := string(c.data)
	if first {
		line = strings.TrimPrefix(line, "\uFEFF")
	}
	line = replaced(line)
	c.data = c.data[:0]
	kept, isCut := cut.Units(line, maxLength)
	if isCut {
		return kept + fmt.Sprintf("... (line truncated to %d chars)", maxLength)
	}
	return line
}

// replaced has U+FFFD for each byte that is no UTF-8, and not for runs of them.
func replaced(line string) string {
	if utf8.ValidString(line) {
		return line
	}
	return strings.Map(func(r rune) rune { return r }, line)
}
