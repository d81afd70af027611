package server

import (
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

const secondToken = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

// inMemory stores tokens in no file, and gives the given ones in turn.
func inMemory(tokens ...string) func(*Config) {
	var mu sync.Mutex
	return func(c *Config) {
		c.RenewToken = func(swap func(string, func() error) error) error {
			mu.Lock()
			defer mu.Unlock()
			fresh := tokens[0]
			tokens = tokens[1:]
			return swap(fresh, func() error { return nil })
		}
	}
}

func (s *testStub) with(token, method, path string, body any) *http.Response {
	s.t.Helper()
	r := s.request(method, path, body)
	r.Header.Set("Authorization", "Bearer "+token)
	return s.do(r)
}

func TestARotatedTokenIsRefusedAtOnceAndTheNextIsTaken(t *testing.T) {
	s := newStub(t, inMemory(secondToken))
	s.call("POST", "/stub/v1/token/rotate", nil, http.StatusOK, nil)
	// The connection that was let in before is asked again, too.
	if res := s.with(testToken, "GET", "/global/health", nil); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("the old token: %s", res.Status)
	}
	if res := s.with(secondToken, "GET", "/global/health", nil); res.StatusCode != http.StatusOK {
		t.Errorf("the new token: %s", res.Status)
	}
	if res := s.with(testToken, "POST", "/stub/v1/token/rotate", nil); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("the old token rotates: %s", res.Status)
	}
}

func TestTheProofIsOfTheTokenInForce(t *testing.T) {
	s := newStub(t, inMemory(secondToken))
	s.call("POST", "/stub/v1/token/rotate", nil, http.StatusOK, nil)
	nonce := strings.Repeat("0f", 32)
	r := s.request("GET", "/global/health", nil)
	r.Header.Del("Authorization")
	r.Header.Set("X-Stub-Nonce", nonce)
	raw, _ := hex.DecodeString(nonce)
	if got := s.do(r).Header.Get("X-Stub-Proof"); got != Proof(secondToken, raw, "inst1") {
		t.Errorf("got %q", got)
	}
}

func TestWhatIsUnderWayGoesOnWhenTheTokenIsRotated(t *testing.T) {
	s := newStub(t, inMemory(secondToken))
	events := s.listen("/event", "")
	if first, ok := events.next(); !ok || first.kind != "server.connected" {
		t.Fatalf("got %v", first.kind)
	}
	followed := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "echo begun; until [ -e go ]; do sleep 0.02; done; echo ended"}))
	start, err := readFrame(followed.Body)
	if err != nil {
		t.Fatal(err)
	}
	input, stdin := io.Pipe()
	fed := s.start(exec.Spec{Command: "cat > got", Stdin: "pipe"})
	written := make(chan *http.Response, 1)
	go func() {
		written <- s.do(s.request("POST", "/stub/v1/exec/"+fed.ID+"/stdin?close=true", io.Reader(input)))
	}()
	if _, err := io.WriteString(stdin, "before "); err != nil {
		t.Fatal(err)
	}
	got := func() string {
		data, _ := os.ReadFile(filepath.Join(s.home, "got"))
		return string(data)
	}
	eventually(t, "what is written is on its way", func() bool { return got() == "before " })

	s.call("POST", "/stub/v1/token/rotate", nil, http.StatusOK, nil)
	if _, err := io.WriteString(stdin, "after"); err != nil {
		t.Fatal(err)
	}
	_ = stdin.Close()
	if res := <-written; res.StatusCode != http.StatusOK {
		t.Errorf("stdin: %s", res.Status)
	}
	if res := s.with(secondToken, "POST", "/stub/v1/exec", exec.Spec{Command: "touch go"}); res.StatusCode != http.StatusCreated {
		t.Errorf("exec: %s", res.Status)
	}
	if got := readFrames(t, followed.Body); string(got.stdout) != "begun\nended\n" || start.meta["id"] == nil {
		t.Errorf("got %q", got.stdout)
	}
	eventually(t, "all of it has arrived", func() bool { return got() == "before after" })
	if err := s.server.hub.Publish(s.server.scope(""), "", "still.here", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	for {
		event, ok := events.next()
		if !ok {
			t.Fatal("the events ended")
		}
		if event.kind == "still.here" {
			return
		}
	}
}

func TestATokenThatCannotBeStoredLeavesTheOldOne(t *testing.T) {
	s := newStub(t, func(c *Config) {
		c.RenewToken = func(swap func(string, func() error) error) error {
			return swap(secondToken, func() error { return syscall.ENOSPC })
		}
	})
	s.failure("POST", "/stub/v1/token/rotate", nil, http.StatusInsufficientStorage, "NoSpaceError", "disk_full")
	s.call("GET", "/global/health", nil, http.StatusOK, nil)
	if res := s.with(secondToken, "GET", "/global/health", nil); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("the token that was not stored: %s", res.Status)
	}
}

func TestATokenIsRotatedWhileManyAsk(t *testing.T) {
	s := newStub(t, inMemory(secondToken))
	var askers sync.WaitGroup
	for range 8 {
		askers.Go(func() {
			for {
				res := s.with(testToken, "GET", "/global/health", nil)
				_, _ = io.Copy(io.Discard, res.Body)
				if res.StatusCode == http.StatusUnauthorized {
					return
				}
			}
		})
	}
	s.call("POST", "/stub/v1/token/rotate", nil, http.StatusOK, nil)
	askers.Wait()
}
