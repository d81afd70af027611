// Package crowd bounds the connections of a server. Who has not shown the
// token yet is a stranger: strangers give way to newer ones, the oldest first,
// and never take the place of who is known.
package crowd

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Limits are how many connections there may be.
type Limits struct {
	Strangers int // on each listener
	Known     int // on all together
}

// Crowd is all connections that are open. It is safe for concurrent use.
type Crowd struct {
	limits Limits
	log    *slog.Logger

	mu     sync.Mutex
	guests map[net.Conn]*guest
	known  int
}

// guest is one connection.
type guest struct {
	conn  net.Conn
	door  string // the network of its listener
	known bool
	idle  bool
	taken bool // over by a WebSocket: net/http tells no more of it
	since time.Time
}

type guestKey struct{}

// New makes an empty crowd.
func New(limits Limits, log *slog.Logger) *Crowd {
	return &Crowd{limits: limits, log: log, guests: map[net.Conn]*guest{}}
}

// Enter is for http.Server's ConnContext: a connection begins as a stranger.
func (c *Crowd) Enter(ctx context.Context, conn net.Conn) context.Context {
	g := &guest{conn: conn, door: conn.LocalAddr().Network(), since: time.Now()}
	c.mu.Lock()
	defer c.mu.Unlock()
	if strangers, oldest := c.strangers(g.door); strangers >= c.limits.Strangers {
		c.close(oldest, "a connection without the token was closed: there are too many")
	}
	c.guests[conn] = g
	return context.WithValue(ctx, guestKey{}, g)
}

func (c *Crowd) strangers(door string) (n int, oldest *guest) {
	for _, g := range c.guests {
		if g.known || g.door != door {
			continue
		}
		if n++; oldest == nil || g.since.Before(oldest.since) {
			oldest = g
		}
	}
	return n, oldest
}

// Changed is for http.Server's ConnState.
func (c *Crowd) Changed(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	g := c.guests[conn]
	if g == nil {
		return
	}
	switch state {
	case http.StateClosed:
		c.remove(g)
	case http.StateHijacked:
		g.taken = true
	case http.StateIdle:
		g.idle = true
		if g.known {
			g.since = time.Now()
		}
	default:
		g.idle = false
	}
}

// Know says that the connection of a request has shown the token. Where that
// is one too many, one that has nothing to do gives way, or this one is
// refused.
func (c *Crowd) Know(ctx context.Context) error {
	g, ok := ctx.Value(guestKey{}).(*guest)
	if !ok {
		return nil // not of a listener
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if g.known || c.guests[g.conn] != g {
		return nil
	}
	if c.known >= c.limits.Known {
		idle := c.idle()
		if idle == nil {
			return fault.New(fault.Unavailable, "too_many_connections",
				"%d connections to this stub are in use, which is all that it takes; close some of them.", c.known)
		}
		c.close(idle, "an idle connection was closed: there are too many")
	}
	g.known = true
	c.known++
	return nil
}

func (c *Crowd) idle() (longest *guest) {
	for _, g := range c.guests {
		if g.known && g.idle && (longest == nil || g.since.Before(longest.since)) {
			longest = g
		}
	}
	return longest
}

// Leave is called when a request is answered: a connection that a WebSocket
// took over ends with it.
func (c *Crowd) Leave(ctx context.Context) {
	g, ok := ctx.Value(guestKey{}).(*guest)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if g.taken {
		c.remove(g)
	}
}

// close ends a connection; net/http notices by itself.
func (c *Crowd) close(g *guest, why string) {
	c.log.Warn(why, "listener", g.door, "open", len(c.guests))
	c.remove(g)
	_ = g.conn.Close()
}

func (c *Crowd) remove(g *guest) {
	if c.guests[g.conn] != g {
		return
	}
	delete(c.guests, g.conn)
	if g.known {
		c.known--
	}
}

// Count answers how many are open, and how many of them are known.
func (c *Crowd) Count() (open, known int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.guests), c.known
}
