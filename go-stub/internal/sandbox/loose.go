package sandbox

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// loose carries what a program is told that reaches every path, and is held to
// its limits and its part of the network all the same.
func (g *Guard) loose(spec *Spec, program string, argv []string, dir string, env []string) (*carried, error) {
	o := order{
		uid: os.Geteuid(), gid: os.Getegid(), network: spec.Terms.Network, processes: spec.Terms.Processes, memory: spec.Terms.MemoryBytes, dir: dir,
	}
	none, err := os.Open(os.DevNull) // where a ruleset would be
	if err != nil {
		return nil, err
	}
	return o.loosePlan(spec.Terms.cutsOff()).carry(program, argv, env, none)
}

func isolateLoose(spec *Spec, sys *syscall.SysProcAttr) {
	if !spec.Terms.cutsOff() {
		return
	}
	sys.Cloneflags |= unix.CLONE_NEWNET
	if os.Geteuid() != 0 {
		sys.Cloneflags |= unix.CLONE_NEWUSER
		sys.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_SETPCAP}
	}
}

func (o *order) loosePlan(cutsOff bool) *plan {
	p := &plan{}
	if cutsOff {
		if o.uid != 0 {
			o.mapUser(p)
		}
		if o.network == Loopback {
			loopbackUp(p)
		}
		dropCapabilities(p) // by which root would go back
	}
	closeOwn(p)
	o.limit(p)
	return p
}
