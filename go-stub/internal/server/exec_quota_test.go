package server

import (
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

func TestACommandThatPrintsTooMuchIsEnded(t *testing.T) {
	s := newStub(t)
	terms := sandbox.Terms{OutputBytes: 10_000}
	for name, spec := range map[string]exec.Spec{
		"cut": {}, "merged": {Streams: "merged"}, "block": {OnFull: "block"}, "not held": {Terms: sandbox.Terms{Enforcement: sandbox.Off}},
	} {
		spec.Command = "yes; echo on >&2; sleep 100"
		spec.Terms.OutputBytes = terms.OutputBytes
		got := s.run(spec)
		all := string(got.stdout) + string(got.stderr)
		if printed := strings.Count(all, "y\n"); printed != 5000 || !strings.Contains(all, "maxOutputBytes") {
			t.Errorf("%s: %d lines, %q", name, printed, got.stderr)
		}
		if got.last()["killed"] != true || got.of("cut") != nil {
			t.Errorf("%s: %v", name, got.meta)
		}
	}
}

func TestWhatACommandPrintsUpToTheLimitIsAllThere(t *testing.T) {
	s := newStub(t)
	got := s.run(exec.Spec{Command: "head -c 10000 /dev/zero", Terms: sandbox.Terms{OutputBytes: 10_000}})
	if len(got.stdout) != 10_000 || len(got.stderr) != 0 || got.last()["exitCode"] != 0.0 {
		t.Errorf("%d bytes, %q, %v", len(got.stdout), got.stderr, got.last())
	}
	// All of it was read before it ended by itself.
	got = s.run(exec.Spec{Command: "head -c 10001 /dev/zero", Terms: sandbox.Terms{OutputBytes: 10_000}})
	if len(got.stdout) != 10_000 || !strings.Contains(string(got.stderr), "maxOutputBytes") {
		t.Errorf("%d bytes, %q, %v", len(got.stdout), got.stderr, got.last())
	}
}
