package server

import (
	"net/http"
	"os"
	"runtime"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Health is the answer of GET /global/health.
type Health struct {
	Healthy bool       `json:"healthy"`
	Version string     `json:"version"`
	Stub    StubHealth `json:"stub"`
}

// StubHealth is what a stub says beyond OpenCode's health.
type StubHealth struct {
	PID       int    `json:"pid"`
	StartedAt int64  `json:"startedAt"` // Unix milliseconds
	Instance  string `json:"instance"`
	Hostname  string `json:"hostname"`
	Platform  string `json:"platform"`
	Arch      string `json:"arch"`
	SHA256    string `json:"sha256"`
	// "kernel ABI n": the kernel holds commands to what is approved. "advisory":
	// what they say is checked, not what they do.
	Enforcement    string         `json:"enforcement"`
	EnforcementWhy string         `json:"enforcementWhy"` // what is not held and why; "" when all is
	Home           string         `json:"home"`
	Damaged        []state.Damage `json:"damaged"`
	Commands       int            `json:"commands"` // unfinished, terminals too
	Leases         int            `json:"leases"`   // in force
}

func (s *Server) health(w http.ResponseWriter, _ *http.Request) error {
	hostname, _ := os.Hostname() // a host without a name is still healthy
	writeJSON(w, http.StatusOK, Health{
		Healthy: true, Version: s.cfg.Version,
		Stub: StubHealth{
			PID: os.Getpid(), StartedAt: s.startedAt.UnixMilli(), Instance: s.cfg.Instance, Hostname: hostname,
			Platform: runtime.GOOS, Arch: runtime.GOARCH, SHA256: s.cfg.SHA256, Enforcement: s.guard.Level.String(), EnforcementWhy: s.guard.Level.Why,
			Home: s.cfg.Home, Damaged: s.cfg.Damage.List(), Commands: s.commands.Unfinished() + s.terminals.Running(), Leases: s.leases.InForce(),
		},
	})
	return nil
}
