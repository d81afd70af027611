package server

import (
	"net/http"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

const maxGraceMs = 10 * 60 * 1000

func (s *Server) execKill(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Signal  string `json:"signal"`
		GraceMs int64  `json:"graceMs"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	signal, err := parseSignal(body.Signal)
	if err != nil {
		return err
	}
	if body.GraceMs < 0 || body.GraceMs > maxGraceMs {
		return fault.Bad("graceMs", "invalid_field", "graceMs must be between 0 (never SIGKILL) and %d.", maxGraceMs)
	}
	command, err := s.commands.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	command.Kill(signal, time.Duration(body.GraceMs)*time.Millisecond)
	writeJSON(w, http.StatusOK, command.Status())
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
