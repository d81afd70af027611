package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/pty"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/websocket"
)

const (
	// maxTyped bounds one message of a client.
	maxTyped = 1 << 20
	// Codes of close frames: OpenCode's for a terminal that is no more, and
	// the stub's for input that its lease does not allow.
	codeNoTerminal websocket.Code = 4404
	codeLeaseLost  websocket.Code = 4409
)

// ptyConnect is a terminal's WebSocket: text both ways, and one message of
// control that begins with a zero byte and says where the client is.
func (s *Server) ptyConnect(w http.ResponseWriter, r *http.Request) error {
	found, err := s.terminal(r)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	if ticket := query.Get("ticket"); ticket != "" && !s.tickets.Consume(ticket, found.WorkspaceID(), found.Info().ID) {
		return fault.New(fault.Forbidden, "ticket_refused", "The ticket is used, too old, or of another terminal.")
	}
	cursor, err := strconv.ParseInt(query.Get("cursor"), 10, 64)
	if err != nil || cursor < -1 {
		cursor = 0
	}
	// The Origin was looked at before; see checkOrigin.
	conn, err := websocket.Accept(w, r, websocket.Options{MaxRead: maxTyped, Patience: readerPatience})
	if err != nil {
		return err
	}
	defer conn.Drop()
	s.serveTerminal(conn, found, cursor, leaseOf(r))
	return nil
}

// serveTerminal ends with the client, the terminal, and the server.
func (s *Server) serveTerminal(conn *websocket.Conn, found *pty.Terminal, cursor int64, leaseID string) {
	open, stop := s.untilClosing(context.Background())
	defer stop()
	ctx, end := context.WithCancelCause(open)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		end(s.typed(ctx, conn, found, leaseID))
	}()
	err := found.Attach(ctx, socket{conn}, cursor)
	switch {
	case errors.Is(err, pty.ErrExited):
		conn.Close(codeNoTerminal, "session exited")
	case errors.Is(err, pty.ErrEnded):
		conn.Close(websocket.Normal, "")
	case s.closing.Err() != nil:
		conn.Close(websocket.GoingAway, "the stub is stopping")
	case errors.As(context.Cause(ctx), new(*fault.Error)):
		conn.Close(codeLeaseLost, "the lease is no longer in force")
	case ctx.Err() != nil:
		conn.Close(websocket.Normal, "") // the client's own close, answered
	default:
		conn.Drop()
	}
	end(nil)
	<-gone
	conn.Drain()
}

// typed passes on what the client types, until it may not or is gone.
func (s *Server) typed(ctx context.Context, conn *websocket.Conn, into *pty.Terminal, leaseID string) (refused error) {
	for {
		text, err := conn.Read()
		if err != nil {
			return nil
		}
		if !utf8.Valid(text) {
			continue // as in OpenCode
		}
		if err := s.leases.Admit(leaseID, func(*lease.Holder) error { return nil }); err != nil {
			return err
		}
		if into.Write(ctx, text) != nil {
			return nil
		}
	}
}

// socket is of pty.Client.
type socket struct{ conn *websocket.Conn }

func (s socket) Text(text string) error   { return s.conn.Write(websocket.Text, []byte(text)) }
func (s socket) Binary(data []byte) error { return s.conn.Write(websocket.Binary, data) }
