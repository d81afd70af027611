package sandbox

import (
	"math"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/seccomp"
)

// limitCalls are the numbers of prlimit64(2), by architecture.
var limitCalls = map[uint32]uint32{
	unix.AUDIT_ARCH_X86_64:      302,
	unix.AUDIT_ARCH_I386:        340,
	unix.AUDIT_ARCH_AARCH64:     261,
	unix.AUDIT_ARCH_ARM:         369,
	unix.AUDIT_ARCH_LOONGARCH64: 261,
	unix.AUDIT_ARCH_PPC64LE:     325,
	unix.AUDIT_ARCH_RISCV64:     261,
}

// ownLimits lets nobody set the limits of a process by its number: where signals
// have a scope, one of processor time would end any other of the user.
func ownLimits() []unix.SockFilter {
	by := map[uint32][]seccomp.Rule{}
	for arch, number := range limitCalls {
		numbers := []uint32{number}
		if arch == unix.AUDIT_ARCH_X86_64 {
			numbers = append(numbers, x32|number)
		}
		for _, one := range numbers {
			of := seccomp.Has(0, math.MaxUint32)
			by[arch] = append(by[arch],
				seccomp.Of(one, unix.EPERM, of, seccomp.Has(2, math.MaxUint32)),
				seccomp.Of(one, unix.EPERM, of, seccomp.HasAbove(2, math.MaxUint32)),
			)
		}
	}
	return seccomp.ByArch(by)
}
