package sandbox

import (
	"fmt"
	"runtime"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/become"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/seccomp"
)

// cut is how a command is kept from what it may not reach of the network.
type cut struct {
	namespace bool // it has a network of its own
	filter    bool // it makes no socket that leads to another
}

// cut answers an error where this host can do nothing that is enough. Both are
// done where both are to be had: not every kind of socket keeps to a namespace.
func (g *Guard) cut(spec *Spec) (cut, error) {
	if !spec.Terms.cutsOff() {
		return cut{}, nil
	}
	none := spec.Terms.Network == NoNetwork
	by := cut{namespace: g.ownNetwork(spec), filter: filters()}
	switch {
	case by.namespace, none && by.filter:
		return by, nil
	case none:
		return by, fmt.Errorf("network %q needs a filter of system calls (seccomp) or a network namespace, and this host gives neither to this user", NoNetwork)
	}
	return by, fmt.Errorf("network %q needs a network namespace, which this host does not give to this user", Loopback)
}

// CutsOff says whether this host can keep a command from all of the network.
func (g *Guard) CutsOff() bool {
	_, err := g.cut(&Spec{Terms: Terms{Network: NoNetwork}})
	return err == nil
}

// ownNetwork says whether a command gets a network namespace: with its mounts,
// or by itself where nothing else is held.
func (g *Guard) ownNetwork(spec *Spec) bool {
	if g.Holds(spec) {
		return g.Level.Mounts != NoMounts
	}
	namespaces.once.Do(func() {
		namespaces.given = (&Guard{}).try(&Spec{}, cut{namespace: true}) == nil
	})
	return namespaces.given
}

var namespaces struct {
	once  sync.Once
	given bool
}

// filters asks the kernel for a filter that is nowhere: where it has them, that
// is what is wrong.
var filters = sync.OnceValue(func() bool {
	_, known := socketCalls[runtime.GOARCH]
	return known && unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, 0, 0, 0) == unix.EFAULT
})

// socketCalls are the numbers of what makes sockets, by architecture. A machine
// may run programs of more than one of them.
var socketCalls = map[string]struct{ arch, socket, pair, multiplexed uint32 }{
	"amd64":   {arch: unix.AUDIT_ARCH_X86_64, socket: 41, pair: 53},
	"386":     {arch: unix.AUDIT_ARCH_I386, socket: 359, pair: 360, multiplexed: 102},
	"arm64":   {arch: unix.AUDIT_ARCH_AARCH64, socket: 198, pair: 199},
	"arm":     {arch: unix.AUDIT_ARCH_ARM, socket: 281, pair: 288},
	"loong64": {arch: unix.AUDIT_ARCH_LOONGARCH64, socket: 198, pair: 199},
	"ppc64le": {arch: unix.AUDIT_ARCH_PPC64LE, socket: 326, pair: 333, multiplexed: 102},
	"riscv64": {arch: unix.AUDIT_ARCH_RISCV64, socket: 198, pair: 199},
}

// Numbers that are the same everywhere.
const (
	ringSetup    = 425 // io_uring_setup and the two calls that follow it: a ring makes sockets by itself
	ringRegister = 427
	x32          = 1 << 30 // amd64's second set of numbers
)

// What socketcall(2) is asked for. Whose socket it is lies in memory, where no
// filter looks: programs of 32 bits that call it get none at all.
const (
	multiplexedSocket = 1
	multiplexedPair   = 8
)

// kind is of sockets: its tests are of what socket(2) is called with.
type kind []seccomp.Test

// madeSockets are the only ones that a command makes where its network is one of
// these. In a namespace the families of the second stay in it.
var madeSockets = map[string][]kind{
	NoNetwork: {
		{seccomp.Is(0, unix.AF_UNIX)},
		{seccomp.Is(0, unix.AF_NETLINK), seccomp.Is(2, unix.NETLINK_ROUTE)}, // to ask for interfaces and addresses by
	},
	Loopback: {
		{seccomp.Is(0, unix.AF_UNIX)},
		{seccomp.Is(0, unix.AF_INET)},
		{seccomp.Is(0, unix.AF_INET6)},
		{seccomp.Is(0, unix.AF_NETLINK)},
		{seccomp.Is(0, unix.AF_PACKET)},
	},
}

// onlySockets lets those be made, and pairs of Unix. What is refused is refused
// as by Landlock.
func onlySockets(kinds []kind) []unix.SockFilter {
	by := map[uint32][]seccomp.Rule{}
	for _, calls := range socketCalls {
		var rules []seccomp.Rule
		for _, one := range kinds {
			rules = append(rules, seccomp.Of(calls.socket, 0, one...))
		}
		rules = append(rules,
			seccomp.Of(calls.pair, 0, seccomp.Is(0, unix.AF_UNIX)),
			seccomp.Of(calls.socket, unix.EACCES),
			seccomp.Of(calls.pair, unix.EACCES),
			seccomp.Rule{First: ringSetup, Last: ringRegister, Errno: unix.ENOSYS},
		)
		if calls.multiplexed != 0 {
			for _, what := range []uint32{multiplexedSocket, multiplexedPair} {
				rules = append(rules, seccomp.Of(calls.multiplexed, unix.EACCES, seccomp.Is(0, what)))
			}
		}
		if calls.arch == unix.AUDIT_ARCH_X86_64 {
			rules = append(rules, seccomp.Rule{First: x32, Last: ^uint32(0), Errno: unix.ENOSYS})
		}
		by[calls.arch] = rules
	}
	return seccomp.ByArch(by)
}

// refuseSockets is for ever, and for all that the program starts.
func refuseSockets(p *plan, network string) {
	p.filter(onlySockets(madeSockets[network]))
}

// filter is one of system calls.
func (p *plan) filter(filter []unix.SockFilter) {
	program := pointerTo(p, &unix.SockFprog{Len: uint16(len(filter))})
	list := program
	list.value += unsafe.Offsetof(unix.SockFprog{}.Filter)
	p.call("", become.Point, list, pointerToAll(p, filter))
	p.call("no_new_privs", unix.SYS_PRCTL, number(unix.PR_SET_NO_NEW_PRIVS), number(1))
	p.call("seccomp", unix.SYS_PRCTL, number(unix.PR_SET_SECCOMP), number(unix.SECCOMP_MODE_FILTER), program)
}
