package life

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/procid"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Record is what a serving stub writes to run/stub.pid.
type Record struct {
	procid.ID
	Instance  string `json:"instance"`
	Version   string `json:"version"`
	SHA256    string `json:"sha256"`
	Port      int    `json:"port"`      // on 127.0.0.1
	Socket    string `json:"socket"`    // empty when there is none
	StartedAt int64  `json:"startedAt"` // ms since 1970
	Hostname  string `json:"hostname"`
}

// Predecessor is how the stub before this one ended.
type Predecessor string

const (
	NoPredecessor Predecessor = "none"
	Clean         Predecessor = "clean"
	Crashed       Predecessor = "crashed"
	PIDReused     Predecessor = "stale-pid-reused" // crashed, and its pid is somebody else's by now
	PreviousBoot  Predecessor = "previous-boot"    // it ran when the host went down
)

// readRecord answers fs.ErrNotExist when there is none. A record that makes no
// sense is an error too, and is left where it is.
func readRecord(files layout.Layout) (Record, error) {
	data, err := state.ReadFile(files.PIDFile())
	if err != nil {
		return Record{}, fmt.Errorf("read the stub's record: %w", err)
	}
	var rec Record
	if err := json.Unmarshal(data, &rec); err != nil {
		return Record{}, fmt.Errorf("read the stub's record %s: %w", files.PIDFile(), err)
	}
	if rec.PID <= 0 || rec.Port <= 0 || rec.Port > 65535 || rec.Instance == "" {
		return Record{}, fmt.Errorf("read the stub's record %s: it is incomplete", files.PIDFile())
	}
	return rec, nil
}

func writeRecord(files layout.Layout, rec Record) error {
	if err := state.WriteFile(files.PortFile(), []byte(strconv.Itoa(rec.Port)+"\n")); err != nil {
		return err
	}
	return state.WriteJSON(files.PIDFile(), rec)
}

// removeRecord removes what the stub with this instance put into run/, and
// nothing of a later one.
func removeRecord(files layout.Layout, instance string) {
	rec, err := readRecord(files)
	if err != nil || rec.Instance != instance {
		return
	}
	for _, path := range []string{files.SocketFile(), files.PortFile(), files.PIDFile()} {
		_ = os.Remove(path)
	}
}

// predecessor looks at what is left in run/ while nobody holds the lock.
func predecessor(files layout.Layout) (Predecessor, error) {
	rec, err := readRecord(files)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(files.TokenFile()); err == nil {
			return Clean, nil
		}
		return NoPredecessor, nil
	case errors.Is(err, fs.ErrPermission):
		return "", err
	case err != nil:
		return Crashed, nil
	}
	fate, err := rec.Fate()
	switch fate {
	case procid.PreviousBoot:
		return PreviousBoot, err
	case procid.Reused:
		return PIDReused, err
	}
	return Crashed, err
}
