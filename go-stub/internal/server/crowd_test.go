package server

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/crowd"
)

func TestConnectionsInUseAreBoundedAndIdleOnesGiveWay(t *testing.T) {
	s := newStub(t, func(c *Config) { c.Crowd = crowd.Limits{Strangers: 4, Known: 3} })
	s.listen("/event", "")
	s.listen("/event", "")
	// The third is idle after its answer, and gives way to a third stream.
	s.call("GET", "/global/health", nil, http.StatusOK, nil)
	other := &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", s.socket) },
	}}
	t.Cleanup(other.CloseIdleConnections)
	var stream *http.Response
	eventually(t, "one that is idle gives way", func() (ok bool) { // it is idle a moment after its answer
		res, err := other.Do(s.request("GET", "/event", nil))
		if err != nil {
			return false
		}
		if ok = res.StatusCode == http.StatusOK; !ok {
			_ = res.Body.Close()
		}
		stream = res
		return ok
	})
	eventually(t, "one more is refused, and told when to come back", func() bool {
		res, err := other.Do(s.request("GET", "/global/health", nil))
		if err != nil {
			return false
		}
		defer func() { _ = res.Body.Close() }()
		return res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != "" && res.Close
	})
	_ = stream.Body.Close()
	eventually(t, "the place is free", func() bool {
		res, err := other.Do(s.request("GET", "/global/health", nil))
		if err != nil {
			return false
		}
		defer func() { _ = res.Body.Close() }()
		return res.StatusCode == http.StatusOK
	})
}

// lines keeps a log.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func TestAPanicIsLoggedInOneLineAndEndsNothingElse(t *testing.T) {
	log := &lines{}
	s := newStub(t, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(log, nil)) })
	events := s.listen("/event", "")
	kept := s.server.policy
	t.Cleanup(func() { s.server.policy = kept })
	s.server.policy = nil // so that a handler panics
	for range 20 {
		s.failure("POST", "/permission/a%0alevel=ERROR%1b[2J/reply", `{"reply":"once"}`, http.StatusInternalServerError, "InternalError", "internal")
	}
	s.server.policy = kept
	events.until("server.connected")
	s.call("GET", "/global/health", nil, http.StatusOK, nil)
	text := log.String()
	if panics := strings.Count(text, "msg=panic"); panics != 20 || !strings.Contains(text, "permissionReply") {
		t.Errorf("%d panics are in the log: %s", panics, text)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if !strings.HasPrefix(line, "time=") || strings.Contains(line, "\x1b") {
			t.Errorf("line %q", line)
		}
	}
}
