package server

import (
	"cmp"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// endlessBody is a body of JSON that never ends, and knows how much was taken.
type endlessBody struct{ taken atomic.Int64 }

func (e *endlessBody) Read(p []byte) (int, error) {
	text := "a"
	if e.taken.Load() == 0 {
		text = `{"x":"`
	}
	n := copy(p, text)
	for n < len(p) {
		n += copy(p[n:], "aaaaaaaaaaaaaaaa")
	}
	e.taken.Add(int64(n))
	return n, nil
}

// pathOf has something for each parameter of a pattern.
func pathOf(pattern string, value func(name string) string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			parts[i] = value(strings.TrimRight(name, ".}"))
		}
	}
	return method, strings.Join(parts, "/")
}

func TestAnEndlessBodyIsTakenByNoRoute(t *testing.T) {
	s := newStub(t)
	streams := 0
	for _, route := range s.server.routes() {
		if route.stream {
			streams++
			continue
		}
		if strings.Contains(route.pattern, "event") {
			continue // they answer, and read no body
		}
		method, path := pathOf(route.pattern, func(string) string { return "x" })
		body := &endlessBody{}
		r := s.request(method, path, io.NopCloser(body))
		r.ContentLength = -1
		res, err := s.client.Do(r)
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusInternalServerError {
				t.Errorf("%s: %s", route.pattern, res.Status)
			}
		} // A client that still writes may find the connection closed.
		if limit, taken := cmp.Or(route.body, maxBody), body.taken.Load(); taken > limit+(2<<20) {
			t.Errorf("%s took %d bytes of %d", route.pattern, taken, limit)
		}
	}
	if streams != 4 {
		t.Errorf("%d routes take streams", streams)
	}
	s.call("GET", "/global/health", nil, http.StatusOK, nil)
}

func TestABodyOfTheLimitIsTakenAndOneMoreByteIsNot(t *testing.T) {
	s := newStub(t)
	info := s.openIn(t)
	for path, limit := range map[string]int64{
		"POST /session": maxBody, "POST /session/" + info + "/message": maxPrompt, "POST /sync/replay": maxReplay, "POST /stub/v1/snapshot/restore": maxNames,
	} {
		method, at, _ := strings.Cut(path, " ")
		text := func(size int64) string { return `{"x":"` + strings.Repeat("a", int(size)-8) + `"}` }
		res := s.do(s.request(method, at, text(limit)))
		if res.StatusCode == http.StatusRequestEntityTooLarge {
			t.Errorf("%s does not take %d bytes", path, limit)
		}
		_ = res.Body.Close()
		s.failure(method, at, text(limit+1), http.StatusRequestEntityTooLarge, "PayloadTooLargeError", "body_too_large")
	}
}

// openIn is the id of a session in a workspace.
func (s *testStub) openIn(t *testing.T) string {
	t.Helper()
	s.call("POST", "/experimental/workspace", map[string]any{"id": "wrk_a", "directory": s.home, "projectID": "p"}, http.StatusOK, nil)
	var info struct{ ID string }
	s.call("POST", "/session?workspace=wrk_a", map[string]any{}, http.StatusOK, &info)
	return info.ID
}
