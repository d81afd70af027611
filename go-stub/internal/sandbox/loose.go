package sandbox

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// loosePlan is for a program that reaches every path, and is held to its limits
// and its part of the network all the same.
func (o *order) loosePlan() *plan {
	p := &plan{}
	if o.cut.namespace && o.uid != 0 {
		o.mapUser(p)
	}
	if o.network == Loopback {
		loopbackUp(p)
	}
	if o.cut != (cut{}) {
		o.dropCapabilities(p) // by which root would go back
	}
	if o.cut.filter {
		refuseSockets(p, o.network)
	}
	closeOwn(p)
	o.limit(p)
	return p
}

func isolateLoose(by cut, sys *syscall.SysProcAttr) {
	if !by.namespace {
		return
	}
	sys.Cloneflags |= unix.CLONE_NEWNET
	if os.Geteuid() != 0 {
		sys.Cloneflags |= unix.CLONE_NEWUSER
		sys.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_SETPCAP}
	}
}
