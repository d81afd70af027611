package server

import (
	"context"
	"net"
	"net/http"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

type connectionKey struct{}

// ConnContext is for http.Server: it lets a handler see that its client hung
// up while it does not read the client's body. net/http notices that only when
// the body has been read.
func (s *Server) ConnContext(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(s.crowd.Enter(ctx, conn), connectionKey{}, conn)
}

// ConnState is for http.Server too.
func (s *Server) ConnState(conn net.Conn, state http.ConnState) { s.crowd.Changed(conn, state) }

// Listener is what a listener is asked through, so that there is room for who
// comes.
func (s *Server) Listener(l net.Listener) net.Listener { return s.crowd.Door(l) }

const hangUpInterval = 500 * time.Millisecond

// watchHangUp calls cancel when the client of r closes its connection. The
// caller must call what it answers.
func watchHangUp(r *http.Request, cancel context.CancelFunc) (stop func()) {
	conn, ok := r.Context().Value(connectionKey{}).(syscall.Conn)
	if !ok {
		return func() {}
	}
	raw, err := conn.SyscallConn()
	if err != nil {
		return func() {}
	}
	finished := make(chan struct{})
	go func() {
		tick := time.NewTicker(hangUpInterval)
		defer tick.Stop()
		for {
			select {
			case <-finished:
				return
			case <-tick.C:
				if hungUp(raw) {
					cancel()
					return
				}
			}
		}
	}()
	return func() { close(finished) }
}

func hungUp(raw syscall.RawConn) bool {
	over := false
	err := raw.Control(func(fd uintptr) {
		poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLRDHUP}}
		n, err := unix.Poll(poll, 0)
		over = err == nil && n > 0
	})
	return over || err != nil
}
