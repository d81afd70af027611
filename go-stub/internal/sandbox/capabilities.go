package sandbox

import (
	"slices"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/become"
)

// lost are the capabilities that lead around what is granted, into the kernel
// or into other processes. What root does with files, users and networks stays.
var lost = [...]uintptr{
	unix.CAP_DAC_READ_SEARCH, unix.CAP_SYS_MODULE, unix.CAP_SYS_RAWIO, unix.CAP_SYS_PTRACE, unix.CAP_SYS_ADMIN, unix.CAP_SYS_BOOT,
	unix.CAP_SYS_TIME, unix.CAP_MKNOD, unix.CAP_AUDIT_CONTROL, unix.CAP_MAC_OVERRIDE, unix.CAP_MAC_ADMIN, unix.CAP_SYSLOG,
	unix.CAP_PERFMON, unix.CAP_BPF, unix.CAP_CHECKPOINT_RESTORE, unix.CAP_SYS_PACCT,
}

var anyError = tolerated{become.Any}

// dropCapabilities fails where there are none to drop.
func (o *order) dropCapabilities(p *plan) {
	p.tolerant("", anyError, unix.SYS_PRCTL, number(unix.PR_CAP_AMBIENT), number(unix.PR_CAP_AMBIENT_CLEAR_ALL))
	drop := lost[:]
	if o.cut != (cut{}) {
		drop = append(slices.Clone(drop), unix.CAP_NET_ADMIN) // it makes interfaces that lead out
	}
	kept := [2]uint32{}
	if o.uid == 0 && o.mounts != UserMounts {
		kept = ownCapabilities()
	}
	for _, one := range drop {
		p.tolerant("", anyError, unix.SYS_PRCTL, number(unix.PR_CAPBSET_DROP), number(one))
		kept[one/32] &^= 1 << (one % 32)
	}
	// What is inherited comes back with root's next program, whatever is dropped.
	header := pointerTo(p, &unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3})
	data := pointerToAll(p, []unix.CapUserData{{Effective: kept[0], Permitted: kept[0]}, {Effective: kept[1], Permitted: kept[1]}})
	p.tolerant("", anyError, unix.SYS_CAPSET, header, data)
}

// ownCapabilities are those of the stub that a program which it starts has too.
var ownCapabilities = sync.OnceValue(func() (own [2]uint32) {
	var data [2]unix.CapUserData
	if unix.Capget(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &data[0]) != nil {
		return own
	}
	for one := range uintptr(unix.CAP_LAST_CAP + 1) {
		bounded, err := unix.PrctlRetInt(unix.PR_CAPBSET_READ, one, 0, 0, 0)
		if err == nil && bounded == 1 {
			own[one/32] |= data[one/32].Permitted & (1 << (one % 32))
		}
	}
	return own
})
