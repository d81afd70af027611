package search

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

const (
	// readBuffer is ripgrep's: where a file is binary for it depends on it.
	readBuffer = 64 << 10
	// maxLine bounds a line; a file with a longer one is searched up to it.
	maxLine = 16 << 20
)

// reader searches one file after the other.
type reader struct {
	ctx    context.Context
	root   string
	wanted *pattern
	take   *taker
	buffer []byte
}

func (r *reader) search(name string) {
	if r.ctx.Err() != nil {
		return
	}
	f, err := os.OpenFile(filepath.Join(r.root, name), os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			r.take.partial.Store(true)
		}
		return
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return
	}
	if r.buffer == nil {
		r.buffer = make([]byte, readBuffer)
	}
	s := scan{reader: r, name: name, line: 1}
	s.run(unicodeOf(f))
	if len(r.buffer) > 4*readBuffer {
		r.buffer = nil
	}
}

// scan is a file on its way through the buffer.
type scan struct {
	*reader
	name   string
	line   int64 // number of the buffer's first line
	offset int64 // of the buffer's first byte in the file
}

func (s *scan) run(from io.Reader) {
	kept := 0
	for s.ctx.Err() == nil {
		if kept == len(s.buffer) {
			if kept >= maxLine {
				return
			}
			s.buffer = append(s.buffer, make([]byte, len(s.buffer))...)
		}
		n, err := from.Read(s.buffer[kept:])
		data := s.buffer[:kept+n]
		if bytes.IndexByte(data[kept:], 0) >= 0 {
			return // binary from here on, says ripgrep
		}
		if err != nil {
			s.lines(data)
			return
		}
		end := bytes.LastIndexByte(data, '\n') + 1
		s.lines(data[:end])
		kept = copy(s.buffer, data[end:])
	}
}

// lines searches whole lines.
func (s *scan) lines(data []byte) {
	for at := 0; at < len(data); {
		if literal := s.wanted.literal; len(literal) > 0 {
			next := bytes.Index(data[at:], literal)
			if next < 0 {
				s.skip(data[at:])
				return
			}
			begin := at + bytes.LastIndexByte(data[at:at+next], '\n') + 1
			s.skip(data[at:begin])
			at = begin
		}
		line := data[at:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		if places := s.wanted.find(bytes.TrimSuffix(line, []byte("\n"))); places != nil {
			s.take.add(newMatch(s.name, line, s.line, s.offset, places))
			if s.ctx.Err() != nil {
				return
			}
		}
		s.offset += int64(len(line))
		s.line++
		at += len(line)
	}
}

func (s *scan) skip(data []byte) {
	s.line += int64(bytes.Count(data, []byte("\n")))
	s.offset += int64(len(data))
}
