package life

import (
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// fakeServer answers "hello" at /, and at /stream until it is closed.
type fakeServer struct {
	setup  Setup
	closed chan struct{}
	once   sync.Once
}

func (f *fakeServer) build(setup Setup) (Server, error) {
	f.setup = setup
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })
	mux.HandleFunc("/stream", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "begin ")
		_ = http.NewResponseController(w).Flush()
		<-f.closed
		_, _ = io.WriteString(w, "end")
	})
	return Server{
		Handler:  mux,
		Activity: func() Activity { return Activity{LastActive: time.Now()} },
		Close: func(context.Context) error {
			f.once.Do(func() { close(f.closed) })
			return nil
		},
	}, nil
}

func testFiles(t *testing.T) layout.Layout {
	t.Helper()
	dir, err := os.MkdirTemp("", "orssh")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	files, err := layout.Find(filepath.Join(dir, "root"), layout.Statfs)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// serving runs Serve until the test ends, and answers when it serves.
func serving(t *testing.T, files layout.Layout, build Build) (serving Serving, ended <-chan error) {
	t.Helper()
	ready, done := make(chan Serving, 1), make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		done <- Serve(ctx, ServeOptions{Files: files, Home: "/", Build: build, Terminal: io.Discard, Ready: func(s Serving) { ready <- s }})
	}()
	t.Cleanup(func() { cancel(); <-finished })
	select {
	case s := <-ready:
		return s, done
	case err := <-done:
		t.Fatalf("it ended: %v", err)
		return Serving{}, nil
	}
}
