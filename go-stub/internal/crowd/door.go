package crowd

import (
	"errors"
	"net"
	"syscall"
	"time"
)

// grace is what a stranger has to say who it is while descriptors are short.
const grace = 200 * time.Millisecond

// Door makes room where a listener has no descriptor left for who comes next:
// net/http only waits then.
func (c *Crowd) Door(l net.Listener) net.Listener { return door{l, c} }

type door struct {
	net.Listener
	crowd *Crowd
}

func (d door) Accept() (net.Conn, error) {
	conn, err := d.Listener.Accept()
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		d.crowd.makeRoom()
	}
	return conn, err
}

// makeRoom closes the oldest stranger, else who has been idle for longest.
func (c *Crowd) makeRoom() {
	c.mu.Lock()
	defer c.mu.Unlock()
	var oldest *guest
	for _, g := range c.guests {
		if !g.known && time.Since(g.since) > grace && (oldest == nil || g.since.Before(oldest.since)) {
			oldest = g
		}
	}
	if oldest == nil {
		oldest = c.idle()
	}
	if oldest != nil {
		c.close(oldest, "a connection was closed: there is no descriptor left for the next")
	}
}
