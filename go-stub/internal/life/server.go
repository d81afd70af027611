// Package life starts, finds, checks and ends the stub: one process a root,
// detached from the shell that started it.
package life

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Activity is what keeps a stub from ending by itself.
type Activity struct {
	Connections int // requests being answered, streams among them
	Commands    int // commands that run or wait
	Leases      int // in force
	LastActive  time.Time
}

// Server is what a stub serves.
type Server struct {
	Handler http.Handler
	// ConnContext is http.Server's; nil for none.
	ConnContext func(ctx context.Context, conn net.Conn) context.Context
	// ConnState is http.Server's too; nil for none.
	ConnState func(conn net.Conn, state http.ConnState)
	// Listener is what a listener is asked through; nil for the listener itself.
	Listener func(l net.Listener) net.Listener
	Activity func() Activity
	// Close ends streams and commands; the handler may still be called after it.
	Close func(ctx context.Context) error
}

// Setup is what a Server is made from.
type Setup struct {
	Token    string
	Instance string
	Version  string
	SHA256   string
	StateDir string
	Home     string
	Own      []string // the stub's folders
	Log      *slog.Logger
	Damage   *state.Report
	// Shutdown ends the process cleanly; it returns at once and may be called
	// more than once.
	Shutdown func(reason string)
	// RenewToken stores a new token. It calls swap when that is whole on disk;
	// swap calls rename, which replaces the old one, and takes the new one at
	// the same moment.
	RenewToken func(swap func(token string, rename func() error) error) error
}

// Build makes the Server of a stub that has the lock.
type Build func(Setup) (Server, error)
