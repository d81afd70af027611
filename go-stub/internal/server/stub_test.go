package server

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

const testToken = "5ff2c0d5e0c9a8b1a9d7c6b5a4938271605f4e3d2c1b0a998877665544332211"

// testStub is a server behind a real unix socket.
type testStub struct {
	t      testing.TB
	server *Server
	http   *http.Server
	client *http.Client
	socket string
	home   string
	state  string
	damage *state.Report
}

func newStub(t testing.TB, change ...func(*Config)) *testStub {
	t.Helper()
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return startStub(t, home, t.TempDir(), change...)
}

func startStub(t testing.TB, home, stateDir string, change ...func(*Config)) *testStub {
	t.Helper()
	damage := &state.Report{}
	cfg := Config{
		Token: testToken, Instance: "inst1", Version: "1.2.3", SHA256: "ab", StateDir: stateDir,
		Home: home, Damage: damage, Log: slog.New(slog.NewTextHandler(testWriter{t}, nil)),
	}
	for _, c := range change {
		c(&cfg)
	}
	server, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := &testStub{t: t, server: server, home: home, state: stateDir, damage: damage, socket: filepath.Join(t.TempDir(), "s")}
	listener, err := net.Listen("unix", s.socket)
	if err != nil {
		t.Fatal(err)
	}
	s.http = &http.Server{Handler: server.Handler(), ConnContext: server.ConnContext, ConnState: server.ConnState, ErrorLog: slog.NewLogLogger(cfg.Log.Handler(), slog.LevelDebug)}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = s.http.Serve(listener)
	}()
	transport := &http.Transport{
		DialContext:        func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", s.socket) },
		DisableCompression: true, ReadBufferSize: 64 << 10, WriteBufferSize: 64 << 10,
	}
	s.client = &http.Client{Transport: transport}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
		defer cancel()
		if err := server.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
		transport.CloseIdleConnections()
		if err := s.http.Shutdown(ctx); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		<-served
	})
	return s
}

// unheld makes the stub that of a host whose kernel does not hold commands.
func unheld(c *Config) {
	c.Level = func() sandbox.Level { return sandbox.Level{Why: "the kernel has no Landlock"} }
}

// testWriter puts the stub's log into the test's.
type testWriter struct{ t testing.TB }

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Logf("stub: %s", bytes.TrimSpace(p))
	return len(p), nil
}
