package sandbox

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The rights of Landlock by what they are for (landlock(7)).
const (
	reads = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	edits = unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_REMOVE_DIR | unix.LANDLOCK_ACCESS_FS_REMOVE_FILE |
		unix.LANDLOCK_ACCESS_FS_MAKE_DIR | unix.LANDLOCK_ACCESS_FS_MAKE_REG | unix.LANDLOCK_ACCESS_FS_MAKE_SOCK |
		unix.LANDLOCK_ACCESS_FS_MAKE_FIFO | unix.LANDLOCK_ACCESS_FS_MAKE_SYM |
		unix.LANDLOCK_ACCESS_FS_REFER | unix.LANDLOCK_ACCESS_FS_TRUNCATE | unix.LANDLOCK_ACCESS_FS_RESOLVE_UNIX
	// devices are granted to nobody: neither to make one, nor to control one
	// that is not in the baseline.
	devices = unix.LANDLOCK_ACCESS_FS_MAKE_CHAR | unix.LANDLOCK_ACCESS_FS_MAKE_BLOCK | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	// ofFiles are those that a rule on something else than a directory may have.
	ofFiles = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE |
		unix.LANDLOCK_ACCESS_FS_TRUNCATE | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV | unix.LANDLOCK_ACCESS_FS_RESOLVE_UNIX
	scopes = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	// scopesSince is the ABI that has them.
	scopesSince = 6
)

// handled are the rights that a kernel of this ABI decides on. What a newer
// one adds is not used.
func handled(abi int) unix.LandlockRulesetAttr {
	attr := unix.LandlockRulesetAttr{Handled_access_fs: reads | edits | devices}
	for _, added := range []struct {
		by     int
		rights uint64
	}{
		{2, unix.LANDLOCK_ACCESS_FS_REFER},
		{3, unix.LANDLOCK_ACCESS_FS_TRUNCATE},
		{5, unix.LANDLOCK_ACCESS_FS_IOCTL_DEV},
		{9, unix.LANDLOCK_ACCESS_FS_RESOLVE_UNIX},
	} {
		if abi < added.by {
			attr.Handled_access_fs &^= added.rights
		}
	}
	if abi >= scopesSince {
		attr.Scoped = scopes
	}
	return attr
}

// attrSize is the part of the attributes that a kernel of this ABI knows.
func attrSize(abi int) uintptr {
	var attr unix.LandlockRulesetAttr
	if abi >= scopesSince {
		return unsafe.Offsetof(attr.Quiet_access_fs)
	}
	return unsafe.Offsetof(attr.Handled_access_net)
}

// abiOf asks the kernel.
func abiOf() (int, error) {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return 0, errno
	}
	return int(abi), nil
}

func newRuleset(attr *unix.LandlockRulesetAttr, abi int) (*os.File, error) {
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(attr)), attrSize(abi), 0)
	if errno != 0 {
		return nil, os.NewSyscallError("landlock_create_ruleset", errno)
	}
	return os.NewFile(fd, "ruleset"), nil
}

func addRule(ruleset *os.File, at int, rights uint64) error {
	// The kernel's struct is packed; its first 12 bytes are these.
	attr := unix.LandlockPathBeneathAttr{Allowed_access: rights, Parent_fd: int32(at)}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, ruleset.Fd(), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&attr)), 0, 0, 0)
	if errno != 0 {
		return os.NewSyscallError("landlock_add_rule", errno)
	}
	return nil
}

// restrictFlags are those of landlock_restrict_self, which holds the thread
// that calls it, and what it will execute, for ever.
func restrictFlags(abi int) int {
	if abi < 7 {
		return 0
	}
	// What is denied to a command belongs in the host's audit log; a sandbox
	// that the command makes by itself does not.
	return unix.LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON | unix.LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF
}
