package exec

import (
	"encoding/binary"
	"encoding/json"
	"io"
)

// The types of a frame.
const (
	FrameMeta   = 0
	FrameStdout = 1
	FrameStderr = 2
)

const (
	// FrameHeader is the length of the header: type, three zero bytes, length of the payload (big-endian).
	FrameHeader = 8
	// MaxFrame is the largest payload.
	MaxFrame = 1 << 20
	// FramesType is the content type of a stream of frames.
	FramesType = "application/vnd.opencode-remote-ssh.frames"
)

// writeFrame writes a payload of at most MaxFrame bytes.
func writeFrame(w io.Writer, kind byte, payload []byte) error {
	header := [FrameHeader]byte{kind}
	binary.BigEndian.PutUint32(header[4:], uint32(len(payload)))
	if _, err := w.Write(header[:]); err != nil {
		return err
	}
	_, err := w.Write(payload)
	return err
}

func writeMeta(w io.Writer, meta any) error {
	payload, err := json.Marshal(meta)
	if err != nil {
		return err
	}
	return writeFrame(w, FrameMeta, payload)
}

// The payloads of meta frames.
type (
	// StartMeta is the first frame of a running command's stream.
	StartMeta struct {
		Type   string `json:"type"`
		ID     string `json:"id"`
		Offset int64  `json:"offset"`
		PID    int    `json:"pid"`
		// Loose is why the command is not held to what was approved.
		Loose string `json:"loose,omitempty"`
	}
	// CutMeta says that the output in [From, To) is no longer kept.
	CutMeta struct {
		Type string `json:"type"`
		From int64  `json:"from"`
		To   int64  `json:"to"`
	}
	// PermissionMeta says that the command waits for an answer.
	PermissionMeta struct {
		Type    string `json:"type"`
		Request any    `json:"request"`
	}
	// DeniedMeta ends the stream of a command that was not allowed to run.
	DeniedMeta struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	}
	// HeartbeatMeta fills ten seconds of silence.
	HeartbeatMeta struct {
		Type string `json:"type"`
	}
	// ExitMeta ends the stream of a command that has ended.
	ExitMeta struct {
		Type       string  `json:"type"`
		ExitCode   *int    `json:"exitCode"`
		Signal     *string `json:"signal"`
		TimedOut   bool    `json:"timedOut"`
		Killed     bool    `json:"killed"`
		End        int64   `json:"end"`
		DurationMs int64   `json:"durationMs"`
		// Hint is what it was probably kept from, where the output does not say it.
		Hint string `json:"hint,omitempty"`
	}
)
