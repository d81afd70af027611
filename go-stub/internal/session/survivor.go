package session

import (
	"encoding/json"
	"fmt"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/procid"
)

// stopped is what becomes of a command that ran when its stub was killed.
const stopped = "The stub stopped while the command ran, and what it printed since is lost."

// noteProcess records what runs, for a stub that finds it after a crash.
func (r *shell) noteProcess(command *exec.Command) error {
	if process, err := procid.Of(command.Status().PID); err == nil { // else it has ended already
		r.process = &process
	}
	r.part.State.Metadata = r.progress("")
	return r.recordPart(false)
}

// progress is the metadata of a command that runs.
func (r *shell) progress(output string) map[string]any {
	metadata := map[string]any{"output": output}
	if r.process != nil {
		metadata["process"] = r.process
	}
	return metadata
}

// fate says what became of a command of an earlier stub. It leads a session of
// its own, so it may well have survived.
func fate(part toolPart) string {
	var metadata struct {
		Process procid.ID `json:"process"`
	}
	raw, err := json.Marshal(part.State.Metadata)
	if err != nil || json.Unmarshal(raw, &metadata) != nil {
		return stopped
	}
	if now, err := procid.Of(metadata.Process.PID); err == nil && now == metadata.Process {
		return fmt.Sprintf("%s It still runs as process %[2]d; `kill -- -%[2]d` ends it.", stopped, now.PID)
	}
	return stopped
}
