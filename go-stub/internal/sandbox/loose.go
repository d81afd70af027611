package sandbox

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// loose carries what a program is told that reaches every path, and is held to
// its limits and its part of the network all the same.
func (g *Guard) loose(spec *Spec, program string, argv []string, dir string, env []string) (carried, error) {
	o := order{
		uid: os.Geteuid(), gid: os.Getegid(), network: spec.Terms.Network, processes: spec.Terms.Processes, memory: spec.Terms.MemoryBytes,
		dir: dir, program: program, argv: argv, env: env,
	}
	if o.uid != 0 && spec.Terms.cutsOff() {
		o.mounts = UserMounts
	}
	file, err := o.file()
	if err != nil {
		return carried{}, err
	}
	none, err := os.Open(os.DevNull) // where a ruleset would be
	if err != nil {
		return carried{}, errors.Join(err, file.Close())
	}
	return carried{order: file, ruleset: none}, nil
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

func (o *order) holdLoose() error {
	if o.network == Loopback {
		if err := loopbackUp(); err != nil {
			return err
		}
	}
	if o.network == Loopback || o.network == NoNetwork {
		dropCapabilities() // by which root would go back
	}
	closeOwn()
	return o.limit()
}
