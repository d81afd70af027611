package server

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// answered sends a request past the network and demands an answer in form.
func answered(t *testing.T, s *Server, r *http.Request) {
	t.Helper()
	r.Header.Set("Authorization", "Bearer "+testToken)
	r.Host = "stub"
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	if w.Code == http.StatusInternalServerError {
		t.Errorf("%s %s: %s", r.Method, r.URL, w.Body)
	}
	if w.Code < 400 {
		return
	}
	var body errorBody
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || body.Name == "" || body.Data["message"] == "" || body.Data["code"] == "" {
		t.Errorf("%s %s: %d %s", r.Method, r.URL, w.Code, w.Body)
	}
}

func fuzzServer(f *testing.F) *Server {
	f.Helper()
	s, err := New(Config{Token: testToken, Instance: "i", StateDir: f.TempDir(), Home: f.TempDir(), Damage: &state.Report{}})
	if err != nil {
		f.Fatal(err)
	}
	return s
}

// FuzzBodies sends any body to what takes JSON and runs no command.
func FuzzBodies(f *testing.F) {
	paths := []string{
		"POST /permission/per_x/reply", "POST /experimental/workspace", "POST /session", "PATCH /session/ses_x",
		"POST /sync/history", "POST /sync/replay", "POST /sync/steal", "POST /stub/v1/exec/exe_x/kill",
		"POST /stub/v1/lease", "POST /stub/v1/lease/lse_x/renew", "POST /stub/v1/approvals",
		"POST /stub/v1/file/stat", "POST /stub/v1/file/read", "POST /stub/v1/file/lines", "POST /stub/v1/file/entries", "POST /stub/v1/file/remove", "POST /stub/v1/file/glob", "POST /stub/v1/file/grep",
	}
	for i := range paths {
		for _, seed := range []string{
			``, `{}`, `null`, `[]`, `{"reply":"once"}`, `{"directory":"/","projectID":"p","id":"wrk_x"}`, `{"directory":"~","projectID":1}`,
			`{"events":[{"aggregateID":"ses_a","seq":0,"type":"session.created.1","data":{"info":{"id":"ses_a"}}}]}`, `{"ses_a":-1}`, `{"title":"\ud800"}`,
			`{"metadata":5}`, `{"time":{"archived":1e99}}`, `{"events":[null]}`,
			`{"id":"lse_x","mode":"shared","holder":{"user":"u","machine":"m","machineID":"i"},"ttlMs":5000,"steal":true,"stopCommands":true}`,
			`{"id":"lse_x","mode":"exclusive","holder":null,"replaces":[null]}`, `{"path":"~"}`, `{"path":"/proc/self/status","limit":1,"allow":["/proc/*"]}`, `{"path":"a\u0000","offset":-1}`, `{"pattern":"{a,**/[!"}`, strings.Repeat("[", 20000),
		} {
			f.Add(uint8(i), []byte(seed))
		}
	}
	s := fuzzServer(f)
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		method, path, _ := strings.Cut(paths[int(which)%len(paths)], " ")
		answered(t, s, httptest.NewRequest(method, path, strings.NewReader(string(body))))
	})
}

// FuzzPaths asks for any path, in ways that do not stream.
func FuzzPaths(f *testing.F) {
	for _, seed := range []string{"/", "/session", "/session/%2e%2e", "/session/ses_x/message?limit=-1", "/stub/v1/exec/x/output?offset=1e9&follow=maybe", "//", "/a%00b", "/session?workspace=wrk_none&limit=99999999999999999999", "/\xff"} {
		f.Add("GET", seed)
		f.Add("PUT", seed)
	}
	s := fuzzServer(f)
	f.Fuzz(func(t *testing.T, method, target string) {
		r, err := http.NewRequest(method, "http://stub"+target, nil)
		if err != nil || r.URL.Host != "stub" || strings.Contains(r.URL.Path, "event") || strings.Contains(r.URL.Path, "shutdown") || method == "CONNECT" || method == "POST" {
			return
		}
		r.Body = http.NoBody
		answered(t, s, r)
	})
}
