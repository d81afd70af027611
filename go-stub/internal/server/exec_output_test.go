package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

func TestOutputIsReadAgainFromAnOffset(t *testing.T) {
	s := newStub(t)
	id := s.run(exec.Spec{Command: "printf 0123456789"}).meta[0]["id"].(string)
	got := s.follow(id, 4)
	if string(got.stdout) != "456789" || got.meta[0]["offset"] != 4.0 || got.last()["end"] != 10.0 {
		t.Errorf("got %q %v", got.stdout, got.meta)
	}
	s.failure("GET", "/stub/v1/exec/"+id+"/output?offset=11", nil, http.StatusBadRequest, "BadRequestError", "offset_past_end")
}

func TestOutputThatWasCutIsSaid(t *testing.T) {
	s := newStub(t)
	id := s.run(exec.Spec{Command: "seq 100000", KeepBytes: 1000}).meta[0]["id"].(string)
	got := s.follow(id, 0)
	end := 588895.0 // the length of seq's output
	cut := got.of("cut")
	if cut["from"] != 0.0 || cut["to"] != end-1000 || len(got.stdout) != 1000 || !strings.HasSuffix(string(got.stdout), "\n99999\n100000\n") {
		t.Errorf("got %d bytes, %v", len(got.stdout), got.meta)
	}
	if status := s.status(id); status.Output.Start != int64(end)-1000 || status.Output.End != int64(end) {
		t.Errorf("status %+v", status.Output)
	}
}

func TestOutputWithoutFollowAnswersWhatThereIs(t *testing.T) {
	s := newStub(t)
	command := s.start(exec.Spec{Command: "echo now; sleep 100"})
	eventually(t, "there is output", func() bool { return s.status(command.ID).Output.End == 4 })
	got := readFrames(t, s.do(s.request("GET", "/stub/v1/exec/"+command.ID+"/output", nil)).Body)
	if string(got.stdout) != "now\n" || got.of("exit") != nil {
		t.Errorf("got %q %v", got.stdout, got.meta)
	}
}

func TestBlockedOutputLosesNothingWithoutAFollower(t *testing.T) {
	s := newStub(t)
	const size = 4 << 20
	command := s.start(exec.Spec{Argv: []string{"head", "-c", "4194304", "/dev/zero"}, OnFull: "block", KeepBytes: 128 << 10})
	eventually(t, "the ring is full", func() bool { return s.status(command.ID).Output.End >= 128<<10 })
	got := s.follow(command.ID, 0)
	if len(got.stdout) != size || got.of("cut") != nil || got.last()["exitCode"] != 0.0 {
		t.Errorf("got %d bytes, %v", len(got.stdout), got.meta)
	}
}

func TestABlockedCommandIsResumedByAnotherFollower(t *testing.T) {
	s := newStub(t)
	res := s.do(s.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "seq 3000000", OnFull: "block", KeepBytes: 16 << 20}))
	start, err := readFrame(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, offset := "", 0
	for len(got) < 50_000 {
		f, err := readFrame(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		got += string(f.payload)
		offset += len(f.payload)
	}
	_ = res.Body.Close() // with output in flight that this reader never saw
	rest := s.follow(start.meta["id"].(string), offset)
	got += string(rest.stdout)
	if rest.of("cut") != nil || len(got) != 22888896 || !strings.HasSuffix(got, "\n3000000\n") {
		t.Errorf("got %d bytes, %v", len(got), rest.meta)
	}
}
