package server

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

func (s *testStub) refused(r *http.Request, status int, name string) *http.Response {
	s.t.Helper()
	res := s.do(r)
	data, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if res.StatusCode != status || !strings.HasPrefix(string(data), `{"name":"`+name+`","data":{"code":`) {
		s.t.Errorf("%s %s: got %d %s", r.Method, r.URL.Path, res.StatusCode, data)
	}
	return res
}

func TestWithoutTheTokenNothingIsAnswered(t *testing.T) {
	s := newStub(t)
	for _, value := range []string{"", "Bearer", "Bearer ", "Bearer x", testToken, "Basic " + testToken, "Bearer " + testToken + "0"} {
		for _, path := range []string{"/global/health", "/nowhere", "/stub/v1/exec"} {
			r := s.request("GET", path, nil)
			r.Header.Del("Authorization")
			if value != "" {
				r.Header.Set("Authorization", value)
			}
			s.refused(r, http.StatusUnauthorized, "UnauthorizedError")
		}
	}
}

func TestTheStubProvesThatItKnowsTheToken(t *testing.T) {
	s := newStub(t)
	nonce := strings.Repeat("0f", 32)
	r := s.request("GET", "/global/health", nil)
	r.Header.Del("Authorization")
	r.Header.Set("X-Stub-Nonce", nonce)
	res := s.refused(r, http.StatusUnauthorized, "UnauthorizedError")
	// Computed with Python's hmac.
	const want = "f11fc236c4c3f1a50f88af7e22b41835d36559bf50846d91ab217fb97f3d020f"
	if got := res.Header.Get("X-Stub-Proof"); got != want || res.Header.Get("X-Stub-Instance") != "inst1" {
		t.Errorf("got %v", res.Header)
	}
}

func TestABadNonceOrATokenGetsNoProof(t *testing.T) {
	s := newStub(t)
	for _, nonce := range []string{"", "zz", strings.Repeat("0f", 31), strings.Repeat("0f", 33)} {
		r := s.request("GET", "/global/health", nil)
		r.Header.Del("Authorization")
		r.Header.Set("X-Stub-Nonce", nonce)
		if res := s.refused(r, http.StatusUnauthorized, "UnauthorizedError"); res.Header.Get("X-Stub-Proof") != "" {
			t.Errorf("%q was answered with a proof", nonce)
		}
	}
	r := s.request("GET", "/global/health", nil)
	r.Header.Set("Authorization", "Bearer wrong")
	r.Header.Set("X-Stub-Nonce", strings.Repeat("0f", 32))
	if res := s.refused(r, http.StatusUnauthorized, "UnauthorizedError"); res.Header.Get("X-Stub-Proof") != "" {
		t.Error("a wrong token was answered with a proof")
	}
}

func TestBrowsersAreRefused(t *testing.T) {
	s := newStub(t)
	r := s.request("GET", "/global/health", nil)
	r.Header.Set("Origin", "http://127.0.0.1:1234")
	s.refused(r, http.StatusForbidden, "ForbiddenError")
	for _, host := range []string{"evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.", "[::1]", "0.0.0.0"} {
		r := s.request("GET", "/global/health", nil)
		r.Host = host
		s.refused(r, http.StatusForbidden, "ForbiddenError")
	}
	for _, host := range []string{"127.0.0.1", "127.0.0.1:80", "localhost", "localhost:9", "stub"} {
		r := s.request("GET", "/global/health", nil)
		r.Host = host
		if res := s.do(r); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", host, res.StatusCode)
		}
	}
}

func TestWhatHasNoRouteIsAnsweredInTheOneForm(t *testing.T) {
	s := newStub(t)
	for _, path := range []string{"/", "/nowhere", "/session/", "//session", "/session/../permission", "/stub/v1/exec/a/b/c", "/stub/v1/exec/%2e%2e"} {
		s.refused(s.request("GET", path, nil), http.StatusNotFound, "NotFoundError")
	}
	res := s.refused(s.request("PUT", "/session", nil), http.StatusMethodNotAllowed, "MethodNotAllowedError")
	if allow := res.Header.Get("Allow"); allow != "GET, HEAD, POST" {
		t.Errorf("Allow: %s", allow)
	}
}

func TestABadBodyIsAnsweredInTheOneForm(t *testing.T) {
	s := newStub(t)
	for body, code := range map[string]string{
		`{`: "invalid_json", `[]`: "invalid_json", `"x"`: "invalid_json", `{} {}`: "invalid_json", "\x00": "invalid_json",
		`{"argv":"ls"}`: "invalid_field", `{"argv":[1]}`: "invalid_field", `{"timeoutMs":"1"}`: "invalid_field", `{"timeoutMs":1.5}`: "invalid_field",
		`{"command":"a","stdinData":"*"}`: "invalid_field", `{"command":"a","env":{"A=B":"c"}}`: "invalid_field", `{}`: "invalid_field", ``: "invalid_field",
		`{"command":"a","streams":"both"}`: "invalid_field", `{"command":"a","cwd":"/a\u0000b"}`: "invalid_field", `{"command":"a","timeoutMs":-1}`: "invalid_field",
	} {
		s.failure("POST", "/stub/v1/exec", body, http.StatusBadRequest, "BadRequestError", code)
	}
	s.failure("POST", "/stub/v1/exec", strings.Repeat("a", maxBody+1), http.StatusRequestEntityTooLarge, "PayloadTooLargeError", "body_too_large")
}

func TestAPanicIsAnswered500(t *testing.T) {
	s := newStub(t)
	kept := s.server.policy
	t.Cleanup(func() { s.server.policy = kept })
	s.server.policy = nil // so that a handler panics
	s.failure("GET", "/permission", nil, http.StatusInternalServerError, "InternalError", "internal")
	s.call("GET", "/global/health", nil, http.StatusOK, nil)
}

func TestShutdownIsRefusedWhileSomethingRuns(t *testing.T) {
	asked := make(chan string, 1)
	s := newStub(t, func(c *Config) { c.Shutdown = func(reason string) { asked <- reason } })
	command := s.start(exec100)
	s.failure("POST", "/stub/v1/shutdown", map[string]any{"ifIdle": true}, http.StatusConflict, "ConflictError", "busy")
	s.call("DELETE", "/stub/v1/exec/"+command.ID, nil, http.StatusOK, nil)
	s.call("POST", "/stub/v1/shutdown", map[string]any{"ifIdle": true}, http.StatusAccepted, nil)
	if reason := <-asked; reason != "requested" {
		t.Errorf("got %s", reason)
	}
	s.failure("POST", "/stub/v1/exec", exec100, http.StatusConflict, "ConflictError", "stopping")
}

func TestActivityCountsCommandsAndConnections(t *testing.T) {
	s := newStub(t)
	if a := s.server.Activity(); a.Commands != 0 || a.Connections != 0 {
		t.Fatalf("got %+v", a)
	}
	s.start(exec100)
	s.listen("/event", "")
	if a := s.server.Activity(); a.Commands != 1 || a.Connections != 1 || a.LastActive.IsZero() {
		t.Errorf("got %+v", a)
	}
}

func TestACommandThatWaitsForAReaderThatIsGoneIsNotActivity(t *testing.T) {
	s := newStub(t)
	command := s.start(exec.Spec{Command: "exec yes", OnFull: "block", KeepBytes: 64 << 10})
	eventually(t, "the command stands still", func() bool { return s.server.Activity().Commands == 0 })
	if got := s.server.commands.Unfinished(); got != 1 {
		t.Errorf("%d commands are unfinished, want the blocked one", got)
	}
	s.call("DELETE", "/stub/v1/exec/"+command.ID, nil, http.StatusOK, nil)
}
