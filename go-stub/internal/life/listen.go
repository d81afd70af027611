package life

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// sun_path has 108 bytes with the final NUL (unix(7)).
const maxSocketPath = 107

// listen binds both listeners and writes the record: whoever reads it can
// connect.
func (s stub) listen(files layout.Layout) (Record, []net.Listener, error) {
	tcp, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return Record{}, nil, fmt.Errorf("listen on loopback: %w", err)
	}
	listeners := []net.Listener{tcp}
	socket := files.SocketFile()
	unix, err := listenUnix(socket)
	if err != nil {
		s.setup.Log.Warn("no unix socket, only TCP", "path", socket, "error", err.Error())
		socket = ""
	} else {
		listeners = append(listeners, unix)
	}
	record, err := s.record(tcp.Addr().(*net.TCPAddr).Port, socket)
	if err == nil {
		err = writeRecord(files, record)
	}
	if err != nil {
		for _, l := range listeners {
			err = errors.Join(err, l.Close())
		}
		_ = os.Remove(socket)
		return Record{}, nil, err
	}
	return record, listeners, nil
}

func listenUnix(path string) (net.Listener, error) {
	if len(path) > maxSocketPath {
		return nil, fmt.Errorf("the path has %d bytes, the kernel allows %d", len(path), maxSocketPath)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: path})
	if err != nil {
		return nil, err
	}
	// By then the path may be a later stub's; removeRecord knows.
	l.SetUnlinkOnClose(false)
	// Until here only the 0700 directory kept others away; umask is not
	// touched because commands inherit it.
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close(), os.Remove(path))
	}
	return l, nil
}

// serveHTTP answers on every listener. There is no write timeout: streams live
// as long as their reader.
func serveHTTP(listeners []net.Listener, server Server, log *slog.Logger, end context.CancelCauseFunc) *http.Server {
	web := &http.Server{
		Handler:           server.Handler,
		ConnContext:       server.ConnContext,
		ConnState:         server.ConnState,
		ReadHeaderTimeout: 20 * time.Second,
		IdleTimeout:       5 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	for _, l := range listeners {
		if server.Listener != nil {
			l = server.Listener(l)
		}
		go func() {
			if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				end(fmt.Errorf("accept on %s: %w", l.Addr(), err))
			}
		}()
	}
	return web
}
