package server

import (
	"bufio"
	"encoding/binary"
	"io"
	"net/http"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

// BenchmarkOutput reads the output of a command over the unix socket.
func BenchmarkOutput(b *testing.B) {
	const size = 1 << 30
	s := newStub(b)
	b.SetBytes(size)
	buffer := make([]byte, exec.MaxFrame)
	for b.Loop() {
		res := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{
			Argv: []string{"head", "-c", "1073741824", "/dev/zero"}, OnFull: "block",
		}))
		if got := countOutput(b, res.Body, buffer); got != size {
			b.Fatalf("got %d bytes", got)
		}
	}
}

func countOutput(b *testing.B, body io.Reader, buffer []byte) int64 {
	r := bufio.NewReaderSize(body, 256<<10)
	total := int64(0)
	for {
		var header [exec.FrameHeader]byte
		if _, err := io.ReadFull(r, header[:]); err == io.EOF {
			return total
		} else if err != nil {
			b.Fatal(err)
		}
		n := int(binary.BigEndian.Uint32(header[4:]))
		if _, err := io.ReadFull(r, buffer[:n]); err != nil {
			b.Fatal(err)
		}
		if header[0] == exec.FrameStdout {
			total += int64(n)
		}
	}
}

// BenchmarkInput streams into a command's stdin.
func BenchmarkInput(b *testing.B) {
	const size = 256 << 20
	s := newStub(b)
	b.SetBytes(size)
	for b.Loop() {
		command := s.start(exec.Spec{Command: "cat > /dev/null", Stdin: "pipe"})
		body := io.LimitReader(zeros{}, size)
		s.call("POST", "/stub/v1/exec/"+command.ID+"/stdin?close=true", body, http.StatusOK, nil)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// BenchmarkCommand is the time of the smallest command on an open connection.
func BenchmarkCommand(b *testing.B) {
	s := newStub(b)
	for b.Loop() {
		if got := s.run(exec.Spec{Argv: []string{"/bin/true"}}).last()["exitCode"]; got != 0.0 {
			b.Fatal(got)
		}
	}
}
