package sandbox

import (
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// carried are the descriptors that tell the child what to do.
type carried struct {
	order, ruleset *os.File
	what           []string // each call in the order
}

func (c *carried) close() {
	_ = c.order.Close()
	_ = c.ruleset.Close()
}

func (g *Guard) carry(spec *Spec, by cut, program string, argv []string, dir string, env []string) (*carried, error) {
	o := order{
		abi: g.Level.ABI, mounts: g.Level.Mounts, uid: os.Geteuid(), gid: os.Getegid(), network: spec.Terms.Network, cut: by,
		processes: spec.Terms.Processes, memory: spec.Terms.MemoryBytes, dir: dir,
	}
	if g.Holds(spec) {
		set, err := g.ruleset(spec, &o)
		if err != nil {
			return nil, err
		}
		return o.plan().carry(program, argv, env, set)
	}
	none, err := os.Open(os.DevNull) // where a ruleset would be
	if err != nil {
		return nil, err
	}
	return o.loosePlan().carry(program, argv, env, none)
}

// ruleset is what the kernel is told of what is granted; o is told of what is
// done by mounts.
func (g *Guard) ruleset(spec *Spec, o *order) (*os.File, error) {
	host := g.known.host(spec.Home, g.IsSecret)
	o.covered = g.covered(spec, host)
	o.secrets = without(spec.Hidden, g.Keep)
	if g.Level.Mounts == UserMounts {
		o.owned = host.owned
	}
	keep := without(g.Keep, g.Exposed(spec.Own))
	grants := spec.grants(keep, o.covered)
	shm := sharedMemory
	if g.Level.Mounts != NoMounts {
		o.writable = writable(grants)
		shm = filepath.Join(spec.Tmp, "shm")
		if spec.Tmp != "" {
			o.shm = shm
		}
	}
	grants = append(grants, grant{shm, reads | edits})
	hidden := slices.Concat(keep, spec.Hidden)
	for _, one := range host.by(spec) {
		grants = append(grants, around(one, hidden)...)
	}
	return g.known.ruleset(g.Level.ABI, g.scopes(spec), grants, host, hidden)
}

// writable are the outermost paths that may be edited.
func writable(grants []grant) []string {
	var list []string
	for _, one := range grants {
		if one.rights&unix.LANDLOCK_ACCESS_FS_WRITE_FILE != 0 && one.rights&unix.LANDLOCK_ACCESS_FS_MAKE_SYM != 0 {
			list = append(list, one.path)
		}
	}
	slices.Sort(list)
	var outer []string
	for _, path := range list {
		if n := len(outer); n == 0 || !policy.Inside(outer[n-1], path) {
			outer = append(outer, path)
		}
	}
	return outer
}
