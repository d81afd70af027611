package websocket

import (
	"encoding/binary"
	"errors"
	"io"
	"time"
)

// Code says why a connection is closed.
type Code uint16

// Codes of RFC 6455; those from 4000 on are an application's.
const (
	Normal        Code = 1000
	GoingAway     Code = 1001
	ProtocolError Code = 1002
	TooBig        Code = 1009
)

// closeIn is how long a client may take to answer a close.
const closeIn = time.Second

var errWriteClosed = errors.New("the WebSocket is closed")

// Write sends a message as one frame, of Text or Binary.
func (c *Conn) Write(kind byte, data []byte) error { return c.write(kind, data) }

func (c *Conn) write(kind byte, data []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return errWriteClosed
	}
	c.closed = kind == closing
	packet := make([]byte, 0, len(data)+10)
	packet = append(packet, 0x80|kind)
	switch n := len(data); {
	case n < 126:
		packet = append(packet, byte(n))
	case n < 1<<16:
		packet = binary.BigEndian.AppendUint16(append(packet, 126), uint16(n))
	default:
		packet = binary.BigEndian.AppendUint64(append(packet, 127), uint64(n))
	}
	return c.send(append(packet, data...))
}

// send waits for a client that takes nothing, but not for ever.
func (c *Conn) send(packet []byte) error {
	_ = c.conn.SetWriteDeadline(time.Now().Add(c.patience))
	_, err := c.conn.Write(packet)
	if err != nil {
		_ = c.conn.Close() // a part of a frame may be sent
	}
	return err
}

// Close says why. Who reads has a second more for the client's answer.
func (c *Conn) Close(code Code, reason string) {
	text := []byte(reason)
	text = text[:min(len(text), 123)]
	_ = c.write(closing, append(binary.BigEndian.AppendUint16(nil, uint16(code)), text...))
	_ = c.conn.SetReadDeadline(time.Now().Add(closeIn))
}

// Drain reads what the client still sends after a Close: bytes that nobody
// read would reset the connection before the client has the reason. A client
// that has closed waits for the end of the connection. Not while Read goes on.
func (c *Conn) Drain() {
	if !c.told {
		_, _ = io.Copy(io.Discard, c.in)
	}
}

// Drop ends the connection at once.
func (c *Conn) Drop() { _ = c.conn.Close() }
