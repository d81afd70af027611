// Package lesserkernel takes from the process of a test what older kernels,
// container engines and distributions do not give. It is for tests alone.
package lesserkernel

import (
	"fmt"
	"os"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/seccomp"
)

// Variable names what is to be taken, with commas between.
const Variable = "ORSSH_TEST_LACKS"

const namespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWNET | unix.CLONE_NEWPID | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS

// things are what can be taken.
var things = map[string][]seccomp.Rule{
	// Built without it.
	"landlock": landlock(unix.ENOSYS),
	// Not in lsm= at boot.
	"landlock-at-boot": landlock(unix.EOPNOTSUPP),
	// The default filter of container engines that do not know it.
	"landlock-by-filter": landlock(unix.EPERM),
	// Before Linux 5.6.
	"openat2": {seccomp.Of(unix.SYS_OPENAT2, unix.ENOSYS)},
	// A filter that does not know it.
	"openat2-by-filter": {seccomp.Of(unix.SYS_OPENAT2, unix.EPERM)},
	// Docker's default for who has no capabilities.
	"namespaces": append(
		mounting(unix.EPERM),
		seccomp.Of(unix.SYS_CLONE, unix.EPERM, seccomp.Has(0, namespaces)), seccomp.Of(unix.SYS_UNSHARE, unix.EPERM, seccomp.Has(0, namespaces)),
		seccomp.Of(unix.SYS_CLONE3, unix.ENOSYS), seccomp.Of(unix.SYS_SETNS, unix.EPERM),
	),
	// Ubuntu 24.04: a user namespace is made, and has no capabilities.
	"capabilities": mounting(unix.EACCES),
}

func landlock(with unix.Errno) []seccomp.Rule {
	return []seccomp.Rule{
		seccomp.Of(unix.SYS_LANDLOCK_CREATE_RULESET, with),
		seccomp.Of(unix.SYS_LANDLOCK_ADD_RULE, with),
		seccomp.Of(unix.SYS_LANDLOCK_RESTRICT_SELF, with),
	}
}

func mounting(with unix.Errno) []seccomp.Rule {
	return []seccomp.Rule{
		seccomp.Of(unix.SYS_MOUNT, with),
		seccomp.Of(unix.SYS_OPEN_TREE, with),
		seccomp.Of(unix.SYS_MOVE_MOUNT, with),
		seccomp.Of(unix.SYS_MOUNT_SETATTR, with),
		seccomp.Of(unix.SYS_PIVOT_ROOT, with),
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
	var calls []seccomp.Rule
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
func refuse(calls []seccomp.Rule) error {
	program := seccomp.Native(calls)
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
