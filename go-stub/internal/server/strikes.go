package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

const (
	// strikesAtOnce wrong tokens on a listener are answered at once, and
	// strikesPerSecond after them; what is more is answered a penalty later.
	strikesAtOnce    = 64
	strikesPerSecond = 16
	penalty          = time.Second
	// toldEvery spares the log an attack that goes on.
	toldEvery = time.Minute
)

// strikes count requests without the token on one listener. They slow down
// nobody but those: a request with the token is never counted.
type strikes struct {
	mu    sync.Mutex
	left  float64
	at    time.Time
	since int // those that were not told
	told  time.Time
}

// add answers whether there are too many by now.
func (k *strikes) add(log *slog.Logger, door string, now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at.IsZero() {
		k.left = strikesAtOnce
	}
	k.left = min(strikesAtOnce, k.left+now.Sub(k.at).Seconds()*strikesPerSecond)
	k.at = now
	if k.left >= 1 {
		k.left--
		return false
	}
	if k.since++; now.Sub(k.told) >= toldEvery {
		log.Warn("many requests without the token are slowed down", "listener", door, "since", k.since)
		k.since, k.told = 0, now
	}
	return true
}

// struck answers the error for a request without the token, late when there
// are too many of them.
func (s *Server) struck(r *http.Request) error {
	door := "none"
	if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
		door = at.Network()
	}
	known, _ := s.strikes.LoadOrStore(door, &strikes{})
	if !known.(*strikes).add(s.cfg.Log, door, time.Now()) {
		return fault.New(fault.Unauthorized, "unauthorized", "The bearer token is missing or wrong.")
	}
	ctx, cancel := context.WithTimeout(r.Context(), penalty)
	defer cancel()
	select {
	case <-ctx.Done():
	case <-s.closing.Done():
	}
	return fault.New(fault.TooMany, "too_many_failures", "There are too many requests whose bearer token is missing or wrong; the right one is always let in.")
}
