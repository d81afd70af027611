package lease

import (
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// Bounds of a request.
const (
	minTTLMs     = 5_000
	maxTTLMs     = 600_000
	defaultTTLMs = 60_000
	maxReplaces  = 64
	maxName      = 256
	maxInForce   = 256
)

// check fills in what may be left out.
func (r *Request) check() error {
	if r.TTLMs == 0 {
		r.TTLMs = defaultTTLMs
	}
	switch {
	case !id.Valid("lse", r.ID):
		return badID()
	case r.Mode != Exclusive && r.Mode != Shared:
		return fault.Bad("mode", "invalid_field", "mode must be %q or %q.", Exclusive, Shared)
	case r.TTLMs < minTTLMs || r.TTLMs > maxTTLMs:
		return fault.Bad("ttlMs", "invalid_field", "ttlMs must be between %d and %d.", minTTLMs, maxTTLMs)
	case len(r.Replaces) > maxReplaces:
		return fault.Bad("replaces", "invalid_field", "replaces names more than %d leases.", maxReplaces)
	case r.StopCommands && !r.Steal:
		return fault.Bad("stopCommands", "invalid_field", "stopCommands needs steal.")
	}
	return r.Holder.check()
}

func badID() error {
	return fault.Bad("id", "invalid_field", `id must begin with "lse_" and consist of letters, digits, "-" and "_".`)
}

func (h Holder) check() error {
	for _, one := range []struct {
		field, value string
		optional     bool
	}{
		{"holder.workspace", h.Workspace, true},
		{"holder.user", h.User, false},
		{"holder.machine", h.Machine, false},
		{"holder.machineID", h.MachineID, false},
	} {
		switch {
		case one.value == "" && !one.optional:
			return fault.Bad(one.field, "invalid_field", "%s is missing.", one.field)
		case len(one.value) > maxName:
			return fault.Bad(one.field, "invalid_field", "%s is longer than %d bytes.", one.field, maxName)
		case strings.ContainsFunc(one.value, unprintable):
			return fault.Bad(one.field, "invalid_field", "%s contains control characters.", one.field)
		}
	}
	if h.PID < 0 {
		return fault.Bad("holder.pid", "invalid_field", "holder.pid must not be negative.")
	}
	return nil
}

// unprintable is what must not get into a message.
func unprintable(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }
