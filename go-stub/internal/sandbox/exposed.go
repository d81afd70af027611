package sandbox

import (
	"slices"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Exposed are what no command is to reach but those of a workspace in this
// directory do, for it is in there: Landlock cannot take away, to give out
// what is around it is to let nothing new be made, and a home is worked in.
// Private mounts hide it.
func (g *Guard) Exposed(own string) []string {
	if own == "" || g.Level.Mounts != NoMounts {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(g.Keep), func(keep string) bool { return !policy.Inside(own, keep) })
}
