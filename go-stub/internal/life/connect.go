package life

import (
	"context"
	"fmt"
	"net"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// Connect opens a connection to the root's running stub. Who listens on the
// socket is decided by its private directory; who listens on the port proves
// itself first.
func Connect(ctx context.Context, files layout.Layout) (net.Conn, error) {
	record, err := runningRecord(files)
	if err == nil && record.Socket == "" {
		_, err = findRunning(ctx, files)
	}
	if err != nil {
		return nil, failure.New(failure.NotReady, "no stub to connect to in %s: %w; `launch` starts one", files.Root, err)
	}
	conn, err := record.dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to the stub: %w", err)
	}
	return conn, nil
}
