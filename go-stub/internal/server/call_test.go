package server

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

func (s *testStub) request(method, path string, body any) *http.Request {
	s.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case io.Reader:
		reader = b
	case string:
		reader = bytes.NewReader([]byte(b))
	default:
		data, err := json.Marshal(b)
		if err != nil {
			s.t.Fatal(err)
		}
		reader = bytes.NewReader(data)
	}
	r, err := http.NewRequest(method, "http://stub"+path, reader)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+testToken)
	return r
}

func (s *testStub) do(r *http.Request) *http.Response {
	s.t.Helper()
	res, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = res.Body.Close() })
	return res
}

// call sends a request, demands the status, and decodes the answer into out.
func (s *testStub) call(method, path string, body any, status int, out any) http.Header {
	s.t.Helper()
	return s.answerOf(s.request(method, path, body), status, out)
}

func (s *testStub) answerOf(r *http.Request, status int, out any) http.Header {
	s.t.Helper()
	res := s.do(r)
	data, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if res.StatusCode != status {
		s.t.Fatalf("%s %s: got %d %s, want %d", r.Method, r.URL.Path, res.StatusCode, data, status)
	}
	if out != nil {
		if err := json.Unmarshal(data, out); err != nil {
			s.t.Fatalf("%s %s: %s: %v", r.Method, r.URL.Path, data, err)
		}
	}
	return res.Header
}

// callWith is call under a lease.
func (s *testStub) callWith(leaseID, method, path string, body any, status int, out any) http.Header {
	s.t.Helper()
	return s.answerOf(s.under(leaseID, method, path, body), status, out)
}

func (s *testStub) under(leaseID, method, path string, body any) *http.Request {
	s.t.Helper()
	r := s.request(method, path, body)
	r.Header.Set(leaseHeader, leaseID)
	return r
}

// failure calls and demands an error answer of this name and code.
func (s *testStub) failure(method, path string, body any, status int, name, code string) map[string]any {
	s.t.Helper()
	var got errorBody
	s.call(method, path, body, status, &got)
	if got.Name != name || got.Data["code"] != code || got.Data["message"] == "" {
		s.t.Fatalf("%s %s: got %+v, want %s %s", method, path, got, name, code)
	}
	return got.Data
}

// exec100 runs until it is ended.
var exec100 = exec.Spec{Command: "exec sleep 100"}

// endAll kills what runs, and returns when it has ended.
func (s *testStub) endAll() {
	s.t.Helper()
	var all []exec.Status
	s.call("GET", "/stub/v1/exec", nil, http.StatusOK, &all)
	for _, one := range all {
		s.call("DELETE", "/stub/v1/exec/"+one.ID, nil, http.StatusOK, nil)
	}
}

func (s *testStub) status(id string) exec.Status {
	s.t.Helper()
	var status exec.Status
	s.call("GET", "/stub/v1/exec/"+id, nil, http.StatusOK, &status)
	return status
}

// eventually polls until what is described holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(40 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
