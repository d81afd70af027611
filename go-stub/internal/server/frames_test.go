package server

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

// frame is one frame of a stream.
type frame struct {
	kind    byte
	payload []byte
	meta    map[string]any
}

func readFrame(r io.Reader) (frame, error) {
	var header [exec.FrameHeader]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return frame{}, err
	}
	size := binary.BigEndian.Uint32(header[4:])
	if header[1]|header[2]|header[3] != 0 || size > exec.MaxFrame {
		return frame{}, errors.New("bad frame header")
	}
	f := frame{kind: header[0], payload: make([]byte, size)}
	if _, err := io.ReadFull(r, f.payload); err != nil {
		return frame{}, errors.New("truncated frame")
	}
	if f.kind == exec.FrameMeta {
		return f, json.Unmarshal(f.payload, &f.meta)
	}
	return f, nil
}

// transcript is a whole stream.
type transcript struct {
	stdout, stderr []byte
	meta           []map[string]any
}

func (tr *transcript) last() map[string]any { return tr.meta[len(tr.meta)-1] }

func (tr *transcript) of(kind string) map[string]any {
	for _, m := range tr.meta {
		if m["type"] == kind {
			return m
		}
	}
	return nil
}

func readFrames(t testing.TB, r io.Reader) *transcript {
	t.Helper()
	tr := &transcript{}
	for {
		f, err := readFrame(r)
		if errors.Is(err, io.EOF) {
			return tr
		}
		if err != nil {
			t.Fatal(err)
		}
		switch f.kind {
		case exec.FrameStdout:
			tr.stdout = append(tr.stdout, f.payload...)
		case exec.FrameStderr:
			tr.stderr = append(tr.stderr, f.payload...)
		default:
			tr.meta = append(tr.meta, f.meta)
		}
	}
}

// run follows a command to its end.
func (s *testStub) run(spec exec.Spec) *transcript {
	s.t.Helper()
	res := s.do(s.request("POST", "/stub/v1/exec?follow=true", spec))
	if res.StatusCode != http.StatusOK {
		data, _ := io.ReadAll(res.Body)
		s.t.Fatalf("got %d %s", res.StatusCode, data)
	}
	return readFrames(s.t, res.Body)
}

// start makes a command and does not follow it.
func (s *testStub) start(spec exec.Spec) exec.Status {
	s.t.Helper()
	var status exec.Status
	s.call("POST", "/stub/v1/exec", spec, http.StatusCreated, &status)
	return status
}

// follow reads a command's output from an offset to its end.
func (s *testStub) follow(id string, offset int) *transcript {
	s.t.Helper()
	res := s.do(s.request("GET", "/stub/v1/exec/"+id+"/output?follow=true&offset="+strconv.Itoa(offset), nil))
	return readFrames(s.t, res.Body)
}
