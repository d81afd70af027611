// Package websocket is the server's side of RFC 6455, as far as a terminal
// needs it: no extensions, no subprotocols.
package websocket

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// guid is of RFC 6455, section 1.3.
const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// Conn is a connection after its handshake. One goroutine may read while
// others write.
type Conn struct {
	conn     net.Conn
	in       *bufio.Reader
	maxRead  int
	patience time.Duration // for one write
	told     bool          // the client's close was read: nothing comes after it

	mu     sync.Mutex // of writing
	closed bool       // a close frame was sent
}

// Options of a connection.
type Options struct {
	MaxRead  int           // bytes of one message
	Patience time.Duration // with a client that takes nothing
}

// Accept answers the handshake. Until it returns nil the request can still be
// answered with an error. The caller must call Close.
func Accept(w http.ResponseWriter, r *http.Request, opts Options) (*Conn, error) {
	key := r.Header.Get("Sec-Websocket-Key")
	decoded, err := base64.StdEncoding.DecodeString(key)
	switch {
	case !has(r.Header, "Connection", "upgrade") || !has(r.Header, "Upgrade", "websocket"):
		return nil, fault.New(fault.BadRequest, "not_websocket", "This is a WebSocket; the request does not ask for an upgrade to one.")
	case r.Header.Get("Sec-Websocket-Version") != "13":
		w.Header().Set("Sec-WebSocket-Version", "13")
		return nil, fault.New(fault.BadRequest, "websocket_version", "Only version 13 of the WebSocket protocol is spoken here.")
	case err != nil || len(decoded) != 16:
		return nil, fault.New(fault.BadRequest, "not_websocket", "Sec-WebSocket-Key is not 16 bytes in base64.")
	}
	conn, both, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, fmt.Errorf("take the connection over: %w", err)
	}
	sum := sha1.Sum([]byte(key + guid))
	_ = conn.SetDeadline(time.Time{})
	c := &Conn{conn: conn, in: both.Reader, maxRead: opts.MaxRead, patience: opts.Patience}
	if err := c.send([]byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
		base64.StdEncoding.EncodeToString(sum[:]) + "\r\n\r\n")); err != nil {
		_ = conn.Close()
	}
	return c, nil
}

// has says whether one of a header's comma-separated values is this one.
func has(header http.Header, name, value string) bool {
	for _, line := range header.Values(name) {
		for part := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(part), value) {
				return true
			}
		}
	}
	return false
}
