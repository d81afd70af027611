package sandbox

import (
	"math"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/become"
)

// order says how a command is to be held.
type order struct {
	abi       int
	mounts    Mounts
	uid, gid  int
	network   string
	cut       cut
	processes uint64
	memory    uint64
	dir       string
	writable  []string // stays writable where all else is not
	covered   []string // by something empty
	secrets   []string // those of them that have to be
	owned     []string // files of root that are to be the user's own
	shm       string   // stands for /dev/shm; "" for none
}

func (o *order) plan() *plan {
	p := &plan{}
	if o.mounts == UserMounts {
		o.mapUser(p)
	}
	if o.mounts != NoMounts {
		o.mount(p)
		// The directory that it started in may have another mount by now.
		p.call("chdir "+o.dir, unix.SYS_CHDIR, p.text(o.dir))
	}
	if o.network == Loopback {
		loopbackUp(p)
	}
	o.dropCapabilities(p)
	p.call("no_new_privs", unix.SYS_PRCTL, number(unix.PR_SET_NO_NEW_PRIVS), number(1))
	p.call("landlock_restrict_self", unix.SYS_LANDLOCK_RESTRICT_SELF, number(become.RulesetFD), number(restrictFlags(o.abi)))
	if o.cut.filter {
		refuseSockets(p, o.network)
	}
	if o.mounts == NoMounts && o.abi >= scopesSince && filters() {
		p.filter(ownLimits())
	}
	closeOwn(p)
	o.limit(p)
	return p
}

func closeOwn(p *plan) {
	for _, fd := range []int{become.OrderFD, become.RulesetFD} {
		p.call("close on exec", unix.SYS_FCNTL, number(fd), number(unix.F_SETFD), number(unix.FD_CLOEXEC))
	}
	// All others are marked already where they were opened.
	p.tolerant("", anyError, unix.SYS_CLOSE_RANGE, number(become.OrderFD), number(math.MaxInt32), number(unix.CLOSE_RANGE_CLOEXEC))
}

func (o *order) limit(p *plan) {
	for _, limit := range []struct {
		resource int
		most     uint64
	}{{unix.RLIMIT_NPROC, o.processes}, {unix.RLIMIT_AS, o.memory}} {
		if limit.most > 0 {
			rlimit := pointerTo(p, &unix.Rlimit{Cur: limit.most, Max: limit.most})
			// By which root would raise it again.
			p.tolerant("", anyError, unix.SYS_PRCTL, number(unix.PR_CAPBSET_DROP), number(unix.CAP_SYS_RESOURCE))
			p.call("setrlimit", unix.SYS_PRLIMIT64, number(0), number(limit.resource), rlimit)
		}
	}
}

// mapUser makes the user of the new namespace the one it is outside of it.
func (o *order) mapUser(p *plan) {
	gid, uid := strconv.Itoa(o.gid), strconv.Itoa(o.uid)
	p.write("/proc/self/setgroups", "deny", 0)
	p.write("/proc/self/gid_map", gid+" "+gid+" 1", 0)
	p.write("/proc/self/uid_map", uid+" "+uid+" 1", 0)
}

// loopbackUp turns on the one interface that a new network namespace has.
func loopbackUp(p *plan) {
	s := p.call("socket", unix.SYS_SOCKET, number(unix.AF_INET), number(unix.SOCK_DGRAM|unix.SOCK_CLOEXEC))
	request := struct {
		name  [unix.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}{[unix.IFNAMSIZ]byte{'l', 'o'}, unix.IFF_UP, [22]byte{}}
	p.call("bring lo up", unix.SYS_IOCTL, s, number(unix.SIOCSIFFLAGS), pointerTo(p, &request))
	p.close(s)
}
