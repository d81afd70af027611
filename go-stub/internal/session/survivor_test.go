package session

import (
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/procid"
)

func TestACommandThatSurvivedItsStubIsNamed(t *testing.T) {
	self, err := procid.Self()
	if err != nil {
		t.Fatal(err)
	}
	part := toolPart{State: toolState{Metadata: map[string]any{"process": self}}}
	if got := fate(part); !strings.Contains(got, "still runs as process") {
		t.Errorf("got %q", got)
	}
	self.StartTicks++
	part.State.Metadata["process"] = self
	if got := fate(part); got != stopped {
		t.Errorf("of another process with its pid: %q", got)
	}
}
