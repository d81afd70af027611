package files

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

const (
	// sampled is how much of a file's beginning tells what kind of file it is.
	sampled = 4096
	// linesBuffer is what is read at one time.
	linesBuffer = 256 << 10

	maxLines      = 1_000_000
	maxLinesBytes = 8 << 20
)

// LinesQuery is a question for a part of a text.
type LinesQuery struct {
	Offset        int `json:"offset"` // of the first line, from 1 on
	Limit         int `json:"limit"`
	MaxBytes      int `json:"maxBytes"`      // of UTF-8, with a newline between lines
	MaxLineLength int `json:"maxLineLength"` // UTF-16 units
}

// Lines is a part of a text.
type Lines struct {
	Lines      []string `json:"lines"`
	Offset     int      `json:"offset"`
	Total      int      `json:"total"`      // lines of the file; with CutByBytes those up to the one that did not fit
	More       bool     `json:"more"`       // the file goes on
	CutByBytes bool     `json:"cutByBytes"` // MaxBytes were reached
	Size       int64    `json:"size"`
	Etag       string   `json:"etag"`
	Sample     string   `json:"sample"` // base64 of the first 4096 bytes
}

func (q *LinesQuery) check() error {
	for _, c := range []struct {
		field           string
		value           *int
		otherwise, most int
	}{
		{"offset", &q.Offset, 1, 1<<31 - 1},
		{"limit", &q.Limit, 2000, maxLines},
		{"maxBytes", &q.MaxBytes, 50 << 10, maxLinesBytes},
		{"maxLineLength", &q.MaxLineLength, 2000, maxLinesBytes},
	} {
		if *c.value == 0 {
			*c.value = c.otherwise
		}
		if *c.value < 1 || *c.value > c.most {
			return fault.Bad(c.field, "invalid_field", "%s must be between 1 and %d.", c.field, c.most)
		}
	}
	return nil
}

// Lines answers a part of a text as OpenCode's read tool makes it: a line ends
// with "\n", "\r\n" or "\r", and one that is too long with a remark. The file
// may have any size; it is read once, up to where MaxBytes are reached.
func (p Place) Lines(ctx context.Context, name string, q LinesQuery) (Lines, error) {
	if err := q.check(); err != nil {
		return Lines{}, err
	}
	r, err := p.Read(ctx, name, 0)
	if err != nil {
		return Lines{}, err
	}
	defer func() { _ = r.Close() }()
	s := lineScan{q: q, out: Lines{Lines: []string{}, Offset: q.Offset, Size: r.Size, Etag: r.Etag}}
	if err := s.run(ctx, r); err != nil {
		if ctx.Err() != nil {
			return Lines{}, ctx.Err()
		}
		return Lines{}, explain(name, err)
	}
	s.out.Size = max(s.out.Size, s.read)
	s.out.Sample = base64.StdEncoding.EncodeToString(s.sample)
	return s.out, nil
}

// lineScan is a file on its way through the buffer.
type lineScan struct {
	q      LinesQuery
	out    Lines
	sample []byte
	read   int64
	line   cutLine
	begun  bool // the line has something
	after  bool // the last byte was "\r"
	bytes  int
	done   bool
}

func (s *lineScan) run(ctx context.Context, from io.Reader) error {
	buffer := make([]byte, min(linesBuffer, max(sampled, s.out.Size+1)))
	for !s.done {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		n, err := from.Read(buffer)
		if room := sampled - len(s.sample); room > 0 {
			s.sample = append(s.sample, buffer[:min(n, room)]...)
		}
		s.read += int64(n)
		s.feed(buffer[:n])
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if s.begun && !s.done {
		s.end()
	}
	return nil
}

func (s *lineScan) feed(data []byte) {
	if len(data) > 0 && s.after {
		s.after = false
		data = bytes.TrimPrefix(data, []byte("\n"))
	}
	for len(data) > 0 && !s.done {
		end := nextBreak(data)
		if end < 0 {
			s.add(data)
			return
		}
		s.add(data[:end])
		s.end()
		if data[end] == '\r' {
			if end+1 == len(data) {
				s.after = true
			} else if data[end+1] == '\n' {
				end++
			}
		}
		data = data[end+1:]
	}
}

// nextBreak looks for "\n" first and for "\r" only before it.
func nextBreak(data []byte) int {
	newline := bytes.IndexByte(data, '\n')
	if newline >= 0 {
		data = data[:newline]
	}
	if ret := bytes.IndexByte(data, '\r'); ret >= 0 {
		return ret
	}
	return newline
}

func (s *lineScan) wanted() bool {
	return s.out.Total+1 >= s.q.Offset && len(s.out.Lines) < s.q.Limit
}

func (s *lineScan) add(data []byte) {
	s.begun = s.begun || len(data) > 0
	if s.wanted() {
		s.line.add(data, s.q.MaxLineLength)
	}
}

func (s *lineScan) end() {
	wanted := s.wanted()
	s.out.Total++
	s.begun = false
	if !wanted {
		s.out.More = s.out.More || s.out.Total >= s.q.Offset
		return
	}
	line := s.line.take(s.out.Total == 1, s.q.MaxLineLength)
	size := len(line)
	if len(s.out.Lines) > 0 {
		size++
	}
	if s.bytes+size > s.q.MaxBytes {
		s.out.CutByBytes, s.out.More, s.done = true, true, true
		return
	}
	s.bytes += size
	s.out.Lines = append(s.out.Lines, line)
}
