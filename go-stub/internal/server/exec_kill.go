package server

import (
	"net/http"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

const maxGraceMs = 10 * 60 * 1000

// killRequest is how a command is to be ended.
type killRequest struct {
	Signal  string `json:"signal"`
	GraceMs int64  `json:"graceMs"`
}

// read answers what Command.Kill takes.
func (k killRequest) read() (syscall.Signal, time.Duration, error) {
	signal, err := parseSignal(k.Signal)
	if err != nil {
		return 0, 0, err
	}
	if k.GraceMs < 0 || k.GraceMs > maxGraceMs {
		return 0, 0, fault.Bad("graceMs", "invalid_field", "graceMs must be between 0 (never SIGKILL) and %d.", maxGraceMs)
	}
	return signal, time.Duration(k.GraceMs) * time.Millisecond, nil
}

func (s *Server) execKill(w http.ResponseWriter, r *http.Request) error {
	var body killRequest
	if err := readJSON(r, &body); err != nil {
		return err
	}
	signal, grace, err := body.read()
	if err != nil {
		return err
	}
	command, err := s.commands.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	command.Kill(signal, grace)
	writeJSON(w, http.StatusOK, command.Status())
	return nil
}

// execKillKey ends what was asked for with a key, also when that has not come
// yet: then it is refused as withdrawn.
func (s *Server) execKillKey(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		killRequest
		Key string `json:"key"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	signal, grace, err := body.read()
	if err != nil {
		return err
	}
	if body.Key == "" || len(body.Key) > exec.MaxKey {
		return fault.Bad("key", "invalid_field", "key must have 1 to %d characters.", exec.MaxKey)
	}
	if command := s.commands.ForKey(body.Key); command != nil {
		command.Kill(signal, grace)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// parseSignal takes "SIGTERM" and "TERM"; nothing is SIGTERM.
func parseSignal(name string) (syscall.Signal, error) {
	if name == "" {
		return unix.SIGTERM, nil
	}
	full := strings.ToUpper(name)
	if !strings.HasPrefix(full, "SIG") {
		full = "SIG" + full
	}
	if signal := unix.SignalNum(full); signal != 0 {
		return signal, nil
	}
	return 0, fault.Bad("signal", "invalid_field", "%q is not a signal; give one like SIGTERM.", name)
}
