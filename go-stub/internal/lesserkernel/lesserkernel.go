// Package lesserkernel takes from the process of a test what older kernels,
// container engines and distributions do not give. It is for tests alone.
package lesserkernel

import (
	"fmt"
	"os"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Variable names what is to be taken, with commas between.
const Variable = "ORSSH_TEST_LACKS"

// call is one that fails; flags, where there are some, are those of its first
// argument that it fails for.
type call struct {
	number uintptr
	flags  uint32
	with   unix.Errno
}

const namespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWNET | unix.CLONE_NEWPID | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS

// things are what can be taken.
var things = map[string][]call{
	// Built without it.
	"landlock": landlock(unix.ENOSYS),
	// Not in lsm= at boot.
	"landlock-at-boot": landlock(unix.EOPNOTSUPP),
	// The default filter of container engines that do not know it.
	"landlock-by-filter": landlock(unix.EPERM),
	// Before Linux 5.6.
	"openat2": {{number: unix.SYS_OPENAT2, with: unix.ENOSYS}},
	// A filter that does not know it.
	"openat2-by-filter": {{number: unix.SYS_OPENAT2, with: unix.EPERM}},
	// Docker's default for who has no capabilities.
	"namespaces": append(
		mounting(unix.EPERM),
		call{unix.SYS_CLONE, namespaces, unix.EPERM}, call{unix.SYS_UNSHARE, namespaces, unix.EPERM},
		call{number: unix.SYS_CLONE3, with: unix.ENOSYS}, call{number: unix.SYS_SETNS, with: unix.EPERM},
	),
	// Ubuntu 24.04: a user namespace is made, and has no capabilities.
	"capabilities": mounting(unix.EACCES),
}

func landlock(with unix.Errno) []call {
	return []call{
		{number: unix.SYS_LANDLOCK_CREATE_RULESET, with: with},
		{number: unix.SYS_LANDLOCK_ADD_RULE, with: with},
		{number: unix.SYS_LANDLOCK_RESTRICT_SELF, with: with},
	}
}

func mounting(with unix.Errno) []call {
	return []call{
		{number: unix.SYS_MOUNT, with: with},
		{number: unix.SYS_OPEN_TREE, with: with},
		{number: unix.SYS_MOVE_MOUNT, with: with},
		{number: unix.SYS_MOUNT_SETATTR, with: with},
		{number: unix.SYS_PIVOT_ROOT, with: with},
	}
}

// Take takes what the environment names from this process and from all that it
// starts, for good. It is called before any test runs.
func Take() {
	names := os.Getenv(Variable)
	if names == "" {
		return
	}
	// What is started has it already.
	_ = os.Unsetenv(Variable)
	var calls []call
	for name := range strings.SplitSeq(names, ",") {
		of, ok := things[name]
		if !ok {
			panic(fmt.Sprintf("%s names %q, which cannot be taken", Variable, name))
		}
		calls = append(calls, of...)
	}
	if err := refuse(calls); err != nil {
		panic(fmt.Sprintf("%s: %v", Variable, err))
	}
}

// refuse has the kernel refuse the calls, in all threads.
func refuse(calls []call) error {
	program := filter(calls)
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	fprog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&fprog)))
	if errno != 0 {
		return os.NewSyscallError("seccomp", errno)
	}
	if thread != 0 {
		return fmt.Errorf("thread %d has another filter", thread)
	}
	return nil
}

// Offsets in what the kernel gives a filter to look at (struct seccomp_data).
const (
	ofNumber = 0
	ofFirst  = 16 // the lower half of the first argument; the machines are little-endian
)

func filter(calls []call) []unix.SockFilter {
	const (
		load   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equals = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		has    = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
		answer = unix.BPF_RET | unix.BPF_K
	)
	var list []unix.SockFilter
	for _, one := range calls {
		refusal := unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ERRNO | uint32(one.with)}
		list = append(list, unix.SockFilter{Code: load, K: ofNumber})
		if one.flags == 0 {
			list = append(list, unix.SockFilter{Code: equals, Jf: 1, K: uint32(one.number)}, refusal)
			continue
		}
		list = append(list,
			unix.SockFilter{Code: equals, Jf: 3, K: uint32(one.number)},
			unix.SockFilter{Code: load, K: ofFirst},
			unix.SockFilter{Code: has, Jf: 1, K: one.flags},
			refusal)
	}
	return append(list, unix.SockFilter{Code: answer, K: unix.SECCOMP_RET_ALLOW})
}
