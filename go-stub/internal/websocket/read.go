package websocket

import (
	"encoding/binary"
	"errors"
	"io"
)

// The kinds of frames.
const (
	continuation = 0
	Text         = 1
	Binary       = 2
	closing      = 8
	ping         = 9
	pong         = 10
)

// ErrClosed says that the client closed the connection in its proper form.
var ErrClosed = errors.New("the client closed the WebSocket")

var errProtocol = errors.New("the client broke the WebSocket protocol")

type frame struct {
	kind byte
	last bool
	data []byte
}

// Read answers the next message, of text or of bytes, and answers pings. A
// message that is too large, or a client that breaks the protocol, ends it.
func (c *Conn) Read() ([]byte, error) {
	var message []byte
	begun := false
	for {
		f, err := c.frame(c.maxRead - len(message))
		if err != nil {
			return nil, err
		}
		switch f.kind {
		case ping:
			if err := c.write(pong, f.data); err != nil {
				return nil, err
			}
			continue
		case pong:
			continue
		case closing:
			c.told = true
			return nil, ErrClosed
		case continuation, Text, Binary:
		default:
			return nil, c.refuse(ProtocolError, errProtocol)
		}
		if begun != (f.kind == continuation) {
			return nil, c.refuse(ProtocolError, errProtocol)
		}
		begun = true
		if message = append(message, f.data...); f.last {
			return message, nil
		}
	}
}

// frame reads one frame of at most room bytes.
func (c *Conn) frame(room int) (frame, error) {
	var head [14]byte
	if _, err := io.ReadFull(c.in, head[:2]); err != nil {
		return frame{}, err
	}
	f := frame{kind: head[0] & 0x0f, last: head[0]&0x80 != 0}
	size := uint64(head[1] & 0x7f)
	control := f.kind >= closing
	if head[0]&0x70 != 0 || head[1]&0x80 == 0 || control && (!f.last || size > 125) {
		return frame{}, c.refuse(ProtocolError, errProtocol)
	}
	more := map[uint64]int{126: 2, 127: 8}[size]
	if _, err := io.ReadFull(c.in, head[2:2+more+4]); err != nil {
		return frame{}, err
	}
	switch more {
	case 2:
		size = uint64(binary.BigEndian.Uint16(head[2:]))
	case 8:
		size = binary.BigEndian.Uint64(head[2:])
	}
	if !control && size > uint64(max(room, 0)) {
		return frame{}, c.refuse(TooBig, errors.New("the message is too large"))
	}
	f.data = make([]byte, size)
	if _, err := io.ReadFull(c.in, f.data); err != nil {
		return frame{}, err
	}
	mask := head[2+more : 2+more+4]
	for i := range f.data {
		f.data[i] ^= mask[i%4]
	}
	return f, nil
}

// refuse tells the client why, and answers err.
func (c *Conn) refuse(code Code, err error) error {
	c.Close(code, err.Error())
	return err
}
