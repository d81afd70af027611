package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

func TestStdinDataIsGivenAndClosed(t *testing.T) {
	s := newStub(t)
	if got := s.run(exec.Spec{Argv: []string{"cat"}, StdinData: []byte("given")}); string(got.stdout) != "given" {
		t.Errorf("got %q", got.stdout)
	}
}

func TestWithoutStdinACommandReadsNothing(t *testing.T) {
	s := newStub(t)
	if got := s.run(exec.Spec{Argv: []string{"cat"}}); got.last()["exitCode"] != 0.0 || len(got.stdout) != 0 {
		t.Errorf("got %q %v", got.stdout, got.last())
	}
}

func TestStdinIsStreamedWhole(t *testing.T) {
	s := newStub(t)
	data := make([]byte, 20<<20)
	for i := range data {
		data[i] = byte(rand.Uint32())
	}
	want := sha256.Sum256(data)
	command := s.start(exec.Spec{Argv: []string{"sha256sum"}, Stdin: "pipe"})
	path := "/stub/v1/exec/" + command.ID + "/stdin"
	var got exec.StdinState
	s.call("POST", path+"?offset=0", bytes.NewReader(data[:7<<20]), http.StatusOK, &got)
	if got.Received != 7<<20 || got.Closed {
		t.Fatalf("got %+v", got)
	}
	s.call("POST", path+"?close=true", struct{ io.Reader }{bytes.NewReader(data[7<<20:])}, http.StatusOK, &got)
	if sum := s.follow(command.ID, 0); !strings.HasPrefix(string(sum.stdout), hex.EncodeToString(want[:])) || !got.Closed {
		t.Errorf("got %s %+v", sum.stdout, got)
	}
}

func TestStdinAtAnotherOffsetIsRefusedWithTheRightOne(t *testing.T) {
	s := newStub(t)
	command := s.start(exec.Spec{Argv: []string{"cat"}, Stdin: "pipe"})
	path := "/stub/v1/exec/" + command.ID + "/stdin"
	s.call("POST", path, "abc", http.StatusOK, nil)
	if data := s.failure("POST", path+"?offset=2", "c", http.StatusConflict, "ConflictError", "stdin_offset"); data["received"] != 3.0 {
		t.Errorf("got %v", data)
	}
}

func TestStdinOfACommandThatClosedItIsRefused(t *testing.T) {
	s := newStub(t)
	command, _ := s.startAndReadLine(exec.Spec{Command: "exec <&-; echo closed; sleep 100", Stdin: "pipe"})
	s.failure("POST", "/stub/v1/exec/"+command.ID+"/stdin", "x", http.StatusConflict, "ConflictError", "stdin_closed")
}

func TestStdinWaitingForItsBodyEndsWithTheCommand(t *testing.T) {
	s := newStub(t)
	command := s.start(exec.Spec{Command: "read -r line; exit 5", Stdin: "pipe"})
	body, feed := io.Pipe()
	defer func() { _ = feed.Close() }()
	go func() { _, _ = feed.Write([]byte("line\n")) }()
	s.failure("POST", "/stub/v1/exec/"+command.ID+"/stdin", body, http.StatusConflict, "ConflictError", "stdin_closed")
}

func TestStdinThatTheCommandDoesNotReadEndsWithItsCaller(t *testing.T) {
	s := newStub(t)
	command := s.start(exec.Spec{Command: "sleep 100", Stdin: "pipe"})
	conn, err := net.Dial("unix", s.socket)
	if err != nil {
		t.Fatal(err)
	}
	head := "POST /stub/v1/exec/" + command.ID + "/stdin HTTP/1.1\r\nHost: stub\r\nAuthorization: Bearer " + testToken + "\r\nContent-Length: 1000000000\r\n\r\n"
	if _, err := conn.Write([]byte(head)); err != nil {
		t.Fatal(err)
	}
	// More than the pipe, the stub and the socket hold: the request waits in the pipe.
	go func() { _, _ = conn.Write(make([]byte, 8<<20)) }()
	eventually(t, "the pipe is full", func() bool { return s.status(command.ID).Stdin.Received >= 64<<10 })
	_ = conn.Close()
	eventually(t, "the request is over", func() bool { return s.server.connections.Load() == 0 })
	if got := s.status(command.ID); got.State != exec.Running || got.Stdin.Closed {
		t.Errorf("the command is %+v", got)
	}
}
