package sandbox

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestTheFilterIsThatOfEveryMachine looks at calls that this one cannot make.
func TestTheFilterIsThatOfEveryMachine(t *testing.T) {
	const allowed = unix.Errno(0)
	for _, c := range []struct {
		network      string
		name         string
		arch, number uint32
		arguments    [3]uint64
		errno        unix.Errno
	}{
		{NoNetwork, "arm64, UDP", unix.AUDIT_ARCH_AARCH64, 198, [3]uint64{unix.AF_INET, unix.SOCK_DGRAM}, unix.EACCES},
		{NoNetwork, "arm64, IPv6", unix.AUDIT_ARCH_AARCH64, 198, [3]uint64{unix.AF_INET6, unix.SOCK_STREAM}, unix.EACCES},
		{NoNetwork, "arm64, Unix", unix.AUDIT_ARCH_AARCH64, 198, [3]uint64{unix.AF_UNIX, unix.SOCK_DGRAM}, allowed},
		{NoNetwork, "arm64, interfaces", unix.AUDIT_ARCH_AARCH64, 198, [3]uint64{unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE}, allowed},
		{NoNetwork, "arm64, other netlink", unix.AUDIT_ARCH_AARCH64, 198, [3]uint64{unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_NETFILTER}, unix.EACCES},
		{NoNetwork, "arm64, a pair", unix.AUDIT_ARCH_AARCH64, 199, [3]uint64{unix.AF_UNIX, unix.SOCK_STREAM}, allowed},
		{NoNetwork, "arm64, a pair of TIPC", unix.AUDIT_ARCH_AARCH64, 199, [3]uint64{unix.AF_TIPC, unix.SOCK_DGRAM}, unix.EACCES},
		{NoNetwork, "arm64, a ring", unix.AUDIT_ARCH_AARCH64, 425, [3]uint64{4}, unix.ENOSYS},
		{NoNetwork, "arm64, a ring of another", unix.AUDIT_ARCH_AARCH64, 426, [3]uint64{4}, unix.ENOSYS},
		{NoNetwork, "arm64, write", unix.AUDIT_ARCH_AARCH64, 64, [3]uint64{unix.AF_INET}, allowed},
		{NoNetwork, "arm64, what is amd64's socket", unix.AUDIT_ARCH_AARCH64, 41, [3]uint64{unix.AF_INET}, allowed},
		{NoNetwork, "arm on arm64, UDP", unix.AUDIT_ARCH_ARM, 281, [3]uint64{unix.AF_INET, unix.SOCK_DGRAM}, unix.EACCES},
		{NoNetwork, "arm on arm64, Unix", unix.AUDIT_ARCH_ARM, 281, [3]uint64{unix.AF_UNIX, unix.SOCK_DGRAM}, allowed},
		{NoNetwork, "arm on arm64, a ring", unix.AUDIT_ARCH_ARM, 425, [3]uint64{4}, unix.ENOSYS},
		{NoNetwork, "amd64, UDP", unix.AUDIT_ARCH_X86_64, 41, [3]uint64{unix.AF_INET, unix.SOCK_DGRAM}, unix.EACCES},
		{NoNetwork, "amd64, more bits", unix.AUDIT_ARCH_X86_64, 41, [3]uint64{1<<32 | unix.AF_INET, unix.SOCK_DGRAM}, unix.EACCES},
		{NoNetwork, "amd64, a number of x32", unix.AUDIT_ARCH_X86_64, x32 | 41, [3]uint64{unix.AF_UNIX}, unix.ENOSYS},
		{NoNetwork, "amd64, no number", unix.AUDIT_ARCH_X86_64, ^uint32(0), [3]uint64{}, unix.ENOSYS},
		{NoNetwork, "386, UDP", unix.AUDIT_ARCH_I386, 359, [3]uint64{unix.AF_INET, unix.SOCK_DGRAM}, unix.EACCES},
		{NoNetwork, "386, any socket", unix.AUDIT_ARCH_I386, 102, [3]uint64{multiplexedSocket}, unix.EACCES},
		{NoNetwork, "386, connect", unix.AUDIT_ARCH_I386, 102, [3]uint64{3}, allowed},
		{NoNetwork, "386, read", unix.AUDIT_ARCH_I386, 3, [3]uint64{unix.AF_INET}, allowed},
		{Loopback, "arm64, UDP", unix.AUDIT_ARCH_AARCH64, 198, [3]uint64{unix.AF_INET, unix.SOCK_DGRAM}, allowed},
		{Loopback, "arm64, the host of a virtual machine", unix.AUDIT_ARCH_AARCH64, 198, [3]uint64{unix.AF_VSOCK, unix.SOCK_STREAM}, unix.EACCES},
		{Loopback, "arm64, a ring", unix.AUDIT_ARCH_AARCH64, 425, [3]uint64{4}, unix.ENOSYS},
		{Loopback, "386, any socket", unix.AUDIT_ARCH_I386, 102, [3]uint64{multiplexedSocket}, unix.EACCES},
		{NoNetwork, "a machine that is not known", unix.AUDIT_ARCH_S390X, 1, [3]uint64{}, unix.ENOSYS},
	} {
		verdict := judge(onlySockets(madeSockets[c.network]), c.arch, c.number, c.arguments)
		want := uint32(unix.SECCOMP_RET_ALLOW)
		if c.errno != allowed {
			want = unix.SECCOMP_RET_ERRNO | uint32(c.errno)
		}
		if verdict != want {
			t.Errorf("%s: %s: %#x", c.network, c.name, verdict)
		}
	}
}

func TestNobodySetsALimitByANumber(t *testing.T) {
	const pointer, allowed = 1 << 40, unix.SECCOMP_RET_ALLOW
	refused := unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	for arch, number := range limitCalls {
		for arguments, want := range map[[3]uint64]uint32{
			{0, 7, pointer}: allowed, {77, 7, 0}: allowed, {77, 7, pointer}: refused, {77, 7, 64}: refused, {1<<32 | 77, 7, 64}: refused,
		} {
			if verdict := judge(ownLimits(), arch, number, arguments); verdict != want {
				t.Errorf("%#x, %v: %#x", arch, arguments, verdict)
			}
			if verdict := judge(ownLimits(), arch, number+1, arguments); verdict != allowed {
				t.Errorf("%#x, another call: %#x", arch, verdict)
			}
		}
	}
	if verdict := judge(ownLimits(), unix.AUDIT_ARCH_X86_64, x32|302, [3]uint64{77, 7, 64}); verdict != refused {
		t.Errorf("x32: %#x", verdict)
	}
}

// judge is what the kernel does with a filter.
func judge(filter []unix.SockFilter, arch, number uint32, arguments [3]uint64) uint32 {
	data := map[uint32]uint32{0: number, 4: arch}
	for i, one := range arguments {
		data[16+8*uint32(i)], data[20+8*uint32(i)] = uint32(one), uint32(one>>32)
	}
	var loaded uint32
	for at := 0; ; at++ {
		one, holds := filter[at], false
		switch one.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			loaded = data[one.K]
			continue
		case unix.BPF_RET | unix.BPF_K:
			return one.K
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			holds = loaded == one.K
		case unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K:
			holds = loaded&one.K != 0
		case unix.BPF_JMP | unix.BPF_JGT | unix.BPF_K:
			holds = loaded > one.K
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			holds = loaded >= one.K
		default:
			panic("an instruction that no filter here has")
		}
		if holds {
			at += int(one.Jt)
		} else {
			at += int(one.Jf)
		}
	}
}
