package server

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// listener reads server-sent events.
type listener struct {
	t     testing.TB
	lines *bufio.Scanner
}

// sse is one frame.
type sse struct {
	id   string
	data []byte
	kind string // "sync:" before the type of a durable event
}

func (s *testStub) listen(path, after string) *listener {
	s.t.Helper()
	r := s.request("GET", path, nil)
	if after != "" {
		r.Header.Set("Last-Event-ID", after)
	}
	res := s.do(r)
	if res.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d", path, res.StatusCode)
	}
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 16<<20)
	return &listener{t: s.t, lines: lines}
}

// next answers false at the stream's clean end.
func (l *listener) next() (sse, bool) {
	l.t.Helper()
	var f sse
	for l.lines.Scan() {
		line := l.lines.Text()
		switch {
		case line == "":
			f.kind = eventKind(l.t, f.data)
			return f, true
		case strings.HasPrefix(line, "id: "):
			f.id = line[4:]
		case strings.HasPrefix(line, "data: "):
			f.data = []byte(line[6:])
		default:
			l.t.Fatalf("line %q", line)
		}
	}
	if err := l.lines.Err(); err != nil {
		l.t.Fatalf("the stream broke: %v", err)
	}
	return f, false
}

func eventKind(t testing.TB, data []byte) string {
	type payload struct {
		Type      string
		SyncEvent struct{ Type string }
	}
	var frame struct {
		payload
		Payload payload
	}
	if err := json.Unmarshal(data, &frame); err != nil {
		t.Fatal(err)
	}
	p := frame.Payload
	if p.Type == "" {
		p = frame.payload
	}
	if p.Type == "sync" {
		return "sync:" + p.SyncEvent.Type
	}
	return p.Type
}

func (l *listener) until(kind string) sse {
	l.t.Helper()
	for {
		f, ok := l.next()
		if !ok {
			l.t.Fatalf("the stream ended before %s", kind)
		}
		if f.kind == kind {
			return f
		}
	}
}

func contains(data []byte, text string) bool { return strings.Contains(string(data), text) }
