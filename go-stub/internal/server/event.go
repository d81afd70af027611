package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
)

// readerPatience ends the stream of a client that takes nothing for so long.
const readerPatience = 30 * time.Second

func (s *Server) globalEvent(w http.ResponseWriter, r *http.Request) error {
	return s.stream(w, r, false)
}

func (s *Server) event(w http.ResponseWriter, r *http.Request) error {
	return s.stream(w, r, true)
}

func (s *Server) stream(w http.ResponseWriter, r *http.Request, bare bool) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	out, done := s.openSink(w, "text/event-stream")
	defer done()
	out.patience = readerPatience
	ctx, cancel := s.untilClosing(r.Context())
	defer cancel()
	err = s.hub.Stream(ctx, out, events.Want{Bare: bare, Workspace: workspaceID, After: r.Header.Get("Last-Event-ID")})
	if errors.Is(err, events.ErrSlow) {
		// A clean end: OpenCode comes back after that, and never after a reset.
		return nil
	}
	return err
}

// untilClosing ends with the caller and with the server.
func (s *Server) untilClosing(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	stop := context.AfterFunc(s.closing, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}
