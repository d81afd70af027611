package search

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// unicodeOf reads a text without its byte order mark, and UTF-16 that has one
// as UTF-8.
func unicodeOf(f io.Reader) io.Reader {
	head := make([]byte, 3)
	n, _ := io.ReadFull(f, head)
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return &utf16Reader{from: io.MultiReader(bytes.NewReader(head[2:]), f), order: binary.LittleEndian}
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return &utf16Reader{from: io.MultiReader(bytes.NewReader(head[2:]), f), order: binary.BigEndian}
	case string(head) == "\xef\xbb\xbf":
		return f
	}
	return &headed{head: head, from: f}
}

// headed reads head first, together with what follows: ripgrep's view of what
// is in the first buffer is the same.
type headed struct {
	head []byte
	from io.Reader
}

func (h *headed) Read(p []byte) (int, error) {
	n := copy(p, h.head)
	h.head = h.head[n:]
	if n == len(p) {
		return n, nil
	}
	more, err := h.from.Read(p[n:])
	return n + more, err
}

type utf16Reader struct {
	from  io.Reader
	order binary.ByteOrder
	raw   []byte // not decoded yet
	out   []byte // decoded and not read yet
	err   error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		chunk := make([]byte, 32<<10)
		var n int
		n, u.err = u.from.Read(chunk)
		u.raw = append(u.raw, chunk[:n]...)
		u.decode()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (u *utf16Reader) decode() {
	for len(u.raw) >= 2 {
		r := rune(u.order.Uint16(u.raw))
		size := 2
		if utf16.IsSurrogate(r) {
			if len(u.raw) < 4 && u.err == nil {
				return // its other half comes
			}
			second := rune(0)
			if len(u.raw) >= 4 {
				second = rune(u.order.Uint16(u.raw[2:]))
			}
			if r = utf16.DecodeRune(r, second); r != utf8.RuneError {
				size = 4
			}
		}
		u.out = utf8.AppendRune(u.out, r)
		u.raw = u.raw[size:]
	}
	if u.err != nil && len(u.raw) > 0 {
		u.out = utf8.AppendRune(u.out, utf8.RuneError)
		u.raw = nil
	}
}
