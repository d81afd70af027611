package sandbox

import (
	"cmp"
	"slices"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Terms are how commands are to be held. A workspace has some, and a command
// may bring its own, which can only be stricter.
type Terms struct {
	// Enforcement is Required, BestEffort or Off; "" is BestEffort.
	Enforcement string `json:"enforcement,omitempty"`
	// Network is FullNetwork, Loopback or NoNetwork; "" is FullNetwork.
	Network string `json:"network,omitempty"`
	// Limits of a command; 0 is none. Processes are counted over all of this
	// user, and root has no such limit; MemoryBytes is the address space of each.
	// OutputBytes is both streams together: a command that prints more is ended.
	Processes   uint64 `json:"maxProcesses,omitempty"`
	MemoryBytes uint64 `json:"maxMemoryBytes,omitempty"`
	OutputBytes uint64 `json:"maxOutputBytes,omitempty"`
	// Deny are patterns of commands that are refused; * is any text. They go by
	// what a text shows, and hold nobody who means to get around them.
	Deny []string `json:"deny,omitempty"`
}

// Bounds of Deny.
const (
	maxDeny        = 256
	maxDenyPattern = 1024
)

// What is to be done about a host whose kernel does not hold commands.
const (
	Required   = "required"    // nothing runs there
	BestEffort = "best-effort" // they run
	Off        = "off"         // they run, and are held nowhere
)

// What a command may reach of the network.
const (
	FullNetwork = "full"
	Loopback    = "loopback" // one of its own: not what else listens on the host
	NoNetwork   = "none"
)

// The strictest first.
var (
	enforcements = []string{Required, BestEffort, Off}
	networks     = []string{NoNetwork, Loopback, FullNetwork}
)

// Check answers a *fault.Error that names the field to blame, or nil.
func (t *Terms) Check() error {
	if t.Enforcement != "" && !slices.Contains(enforcements, t.Enforcement) {
		return fault.Bad("enforcement", "invalid_field", "enforcement must be %q, %q or %q.", Required, BestEffort, Off)
	}
	if t.Network != "" && !slices.Contains(networks, t.Network) {
		return fault.Bad("network", "invalid_field", "network must be %q, %q or %q.", FullNetwork, Loopback, NoNetwork)
	}
	if len(t.Deny) > maxDeny || slices.ContainsFunc(t.Deny, func(p string) bool { return strings.Trim(p, " ") == "" || len(p) > maxDenyPattern }) {
		return fault.Bad("deny", "invalid_field", "deny must be at most %d patterns of 1 to %d bytes.", maxDeny, maxDenyPattern)
	}
	return nil
}

// Same reports whether these are those terms.
func (t *Terms) Same(other *Terms) bool {
	return t.Enforcement == other.Enforcement && t.Network == other.Network && t.Processes == other.Processes &&
		t.MemoryBytes == other.MemoryBytes && t.OutputBytes == other.OutputBytes && slices.Equal(t.Deny, other.Deny)
}

// With are these terms where the other ones are not stricter. Where nobody
// says how strict, it is best effort.
func (t Terms) With(other Terms) Terms {
	return Terms{
		Enforcement: stricter(enforcements, t.Enforcement, other.Enforcement),
		Network:     stricter(networks, t.Network, other.Network),
		Processes:   least(t.Processes, other.Processes),
		MemoryBytes: least(t.MemoryBytes, other.MemoryBytes),
		OutputBytes: least(t.OutputBytes, other.OutputBytes),
		Deny:        slices.Concat(t.Deny, other.Deny),
	}
}

// limits says that the kernel has to do something by these terms, wherever paths
// are held.
func (t *Terms) limits() bool {
	return t.Processes > 0 || t.MemoryBytes > 0 || t.cutsOff()
}

func (t *Terms) cutsOff() bool { return t.Network == NoNetwork || t.Network == Loopback }

func stricter(order []string, a, b string) string {
	if a == "" || b == "" {
		return cmp.Or(a, b)
	}
	return order[min(slices.Index(order, a), slices.Index(order, b))]
}

func least(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}
