package lease

import (
	"fmt"
	"strings"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// heldFault says who is in the way.
func heldFault(what string, leases []Lease, commands int) error {
	if leases == nil {
		leases = []Lease{}
	}
	return fault.New(fault.LeaseHeld, "lease_held", "%s", heldMessage(what, leases, commands)).
		With("leases", leases).With("commands", commands)
}

func heldMessage(what string, leases []Lease, commands int) string {
	if len(leases) == 0 {
		return fmt.Sprintf("%s is refused: %s here without a lease of yours; wait for their end, end them, or steal.",
			what, plural(commands, "command runs", "commands run"))
	}
	holders := make([]string, 0, len(leases))
	for _, l := range leases {
		holders = append(holders, fmt.Sprintf("%s (%s) since %s; it expires at %s unless it is renewed",
			l.Holder, l.Mode, clock(l.AcquiredAt), clock(l.ExpiresAt)))
	}
	const shown = 3
	more := ""
	if len(holders) > shown {
		more = fmt.Sprintf(", and by %d more", len(holders)-shown)
		holders = holders[:shown]
	}
	return fmt.Sprintf("%s is refused: this host is leased by %s%s. Wait for its release, or steal it.",
		what, strings.Join(holders, ", by "), more)
}

func lostFault(id string, lost *Lost) error {
	if lost == nil {
		return fault.New(fault.LeaseLost, "lease_unknown", "The lease %s is not known here; acquire one.", id)
	}
	e := fault.New(fault.LeaseLost, "lease_"+lost.Reason, "%s", lostMessage(id, lost))
	if lost.By != nil {
		_ = e.With("by", *lost.By)
	}
	return e
}

func lostMessage(id string, lost *Lost) string {
	at := clock(lost.At)
	switch {
	case lost.Reason == Stolen && lost.By != nil:
		return fmt.Sprintf("The lease %s was taken over by %s at %s.", id, *lost.By, at)
	case lost.Reason == Expired:
		return fmt.Sprintf("The lease %s expired at %s: it was not renewed for %d s. Acquire a new one.", id, at, lost.Lease.TTLMs/1000)
	}
	return fmt.Sprintf("The lease %s was released at %s; acquire a new one.", id, at)
}

// String is the holder as a person knows it.
func (h Holder) String() string {
	who := h.User + "@" + h.Machine
	if h.Workspace == "" {
		return who
	}
	return "workspace " + h.Workspace + " of " + who
}

func clock(millis int64) string { return time.UnixMilli(millis).UTC().Format(time.RFC3339) }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
