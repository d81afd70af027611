// Package seccomp makes programs for the kernel's filter of calls to it. They
// are for little-endian machines.
package seccomp

import (
	"math"

	"golang.org/x/sys/unix"
)

// Rule answers the calls of these numbers whose arguments pass its tests: with
// an error, or, where that is 0, by letting them through.
type Rule struct {
	First, Last uint32
	Tests       []Test
	Errno       unix.Errno
}

// Test is one of the lower half of an argument, which is all of an int, or of
// the upper one.
type Test struct {
	offset, value uint32
	by            uint16
}

// Is passes what is that value, Has what has one of those bits.
func Is(argument, value uint32) Test { return Test{8 * argument, value, unix.BPF_JEQ} }

// Has passes what has one of those bits.
func Has(argument, bits uint32) Test { return Test{8 * argument, bits, unix.BPF_JSET} }

// HasAbove is Has of the upper half.
func HasAbove(argument, bits uint32) Test { return Test{8*argument + 4, bits, unix.BPF_JSET} }

// Of is a rule for one call.
func Of(number uint32, errno unix.Errno, tests ...Test) Rule {
	return Rule{number, number, tests, errno}
}

// Offsets in what the kernel gives a program to look at (struct seccomp_data).
const (
	ofNumber    = 0
	ofArch      = 4
	ofArguments = 16
)

const (
	load   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
	jump   = unix.BPF_JMP | unix.BPF_K
	answer = unix.BPF_RET | unix.BPF_K
)

// Native goes by the first rule that has an answer, and lets through what none
// has one for. The numbers are this machine's; it does not look at whose a call
// gives.
func Native(rules []Rule) []unix.SockFilter {
	var list []unix.SockFilter
	for _, one := range rules {
		list = append(list, one.program()...)
	}
	return append(list, verdict(0))
}

// ByArch goes by the rules of the architecture whose number a call gives
// (AUDIT_ARCH_…): a machine may run programs of more than its own. Of others
// every call fails.
func ByArch(rules map[uint32][]Rule) []unix.SockFilter {
	list := []unix.SockFilter{{Code: load, K: ofArch}}
	for arch, of := range rules {
		block := Native(of)
		// Where it is jumped past, what was loaded is still there.
		list = append(list, unix.SockFilter{Code: jump | unix.BPF_JEQ, K: arch, Jf: skip(len(block))})
		list = append(list, block...)
	}
	return append(list, verdict(unix.ENOSYS))
}

func (r *Rule) program() []unix.SockFilter {
	list := []unix.SockFilter{
		{Code: load, K: ofNumber},
		{Code: jump | unix.BPF_JGE, K: r.First},
		{Code: jump | unix.BPF_JGT, K: r.Last},
	}
	for _, test := range r.Tests {
		list = append(list, unix.SockFilter{Code: load, K: ofArguments + test.offset}, unix.SockFilter{Code: jump | test.by, K: test.value})
	}
	list = append(list, verdict(r.Errno))
	for i := range list {
		past := skip(len(list) - i - 1)
		switch one := &list[i]; one.Code {
		case load, answer:
		case jump | unix.BPF_JGT:
			one.Jt = past
		default:
			one.Jf = past
		}
	}
	return list
}

func verdict(errno unix.Errno) unix.SockFilter {
	if errno == 0 {
		return unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ALLOW}
	}
	return unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ERRNO | uint32(errno)}
}

func skip(instructions int) uint8 {
	if instructions > math.MaxUint8 {
		panic("a jump of a filter is too long")
	}
	return uint8(instructions)
}
