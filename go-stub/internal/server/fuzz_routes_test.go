package server

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// bodied are the routes of the table that a body can be sent to.
func (s *Server) bodied() []route {
	var list []route
	for _, route := range s.routes() {
		if !strings.HasPrefix(route.pattern, "GET ") {
			list = append(list, route)
		}
	}
	return list
}

// FuzzRoutes sends any body to every route that takes one. Commands and
// terminals are read, checked, and refused at the last moment: the stub is
// stopping.
func FuzzRoutes(f *testing.F) {
	s := fuzzServer(f)
	ask := func(method, path, body string) []byte {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+testToken)
		r.Host = "stub"
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			f.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
		return w.Body.Bytes()
	}
	ask("POST", "/experimental/workspace", `{"id":"wrk_a","directory":"~","projectID":"p"}`)
	var session struct{ ID string }
	if err := json.Unmarshal(ask("POST", "/session?workspace=wrk_a", `{}`), &session); err != nil {
		f.Fatal(err)
	}
	for _, close := range []func(context.Context) error{s.commands.Close, s.terminals.Close} {
		if err := close(context.Background()); err != nil {
			f.Fatal(err)
		}
	}
	routes := s.bodied()
	paths := make([]string, len(routes))
	for i, route := range routes {
		method, path := pathOf(route.pattern, func(name string) string {
			if name == "id" && strings.Contains(route.pattern, "/session/") && !strings.HasPrefix(route.pattern, "DELETE") {
				return session.ID
			}
			return "x_none"
		})
		paths[i] = method + " " + path + "?workspace=wrk_a&path=file"
		for _, seed := range [][]byte{
			nil, []byte(`{}`), []byte(`[]`), []byte(`null`), []byte("\x00"), []byte(`{"a":`), []byte(strings.Repeat("[", 11_000)),
			[]byte(strings.Repeat(`{"parts":`, 9_000) + "1" + strings.Repeat("}", 9_000)),
			[]byte(`{"command":"true","cwd":"/","argv":[""],"env":{"":""},"timeoutMs":-1,"keepBytes":1e99,"allow":[{"path":"/*"}]}`),
			[]byte(`{"parts":[{"type":"text","text":"\ud800"},{"type":"file","url":"data:,","source":{"path":"\u0000"}}],"messageID":"msg_x","model":{}}`),
			[]byte(`{"path":"../../etc","names":["a","../b"],"from":"x","to":"y","patch":"--- a/../../x\n+++ b/../../x\n@@ -0,0 +1 @@\n+x\n","limit":-1}`),
			[]byte(`{"size":{"rows":-1,"cols":1e9},"title":"\u001b]0;x\u0007","reply":"always","response":"once","signal":"KILL","graceMs":-1}`),
		} {
			f.Add(uint8(i), seed)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		// A question to a person is not waited for.
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		defer time.AfterFunc(200*time.Millisecond, cancel).Stop()
		method, path, _ := strings.Cut(paths[int(which)%len(paths)], " ")
		answered(t, s, httptest.NewRequestWithContext(ctx, method, path, bytes.NewReader(body)))
	})
}

func TestTheFuzzerReachesEveryRouteThatTakesABody(t *testing.T) {
	n := len((&Server{}).bodied())
	if n < 60 || n > 256 {
		t.Errorf("%d routes; FuzzRoutes counts them in a byte", n)
	}
}
