// Package bridge joins a connection to a pair of streams.
package bridge

import (
	"fmt"
	"io"
	"net"
)

// Bridge copies in to conn and conn to out until conn ends, and closes conn.
// When in ends, only conn's sending half is closed. A pending read of in is
// left behind.
func Bridge(conn net.Conn, in io.Reader, out io.Writer) error {
	defer func() { _ = conn.Close() }()
	go func() {
		// A failed write shows on the reading side too.
		_, _ = io.Copy(conn, in)
		if half, ok := conn.(interface{ CloseWrite() error }); ok {
			_ = half.CloseWrite()
		}
	}()
	if _, err := io.Copy(out, conn); err != nil {
		return fmt.Errorf("copy from the stub: %w", err)
	}
	return nil
}
