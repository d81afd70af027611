package search

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func deviceOf(info fs.FileInfo) uint64 {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Dev) //nolint:unconvert // 32 bits on some platforms
	}
	return 0
}

// ofKernel says whether a file belongs to a file system that only looks like
// one: reading there may wait for ever, or change something.
func ofKernel(f *os.File) bool {
	var stat unix.Statfs_t
	if unix.Fstatfs(int(f.Fd()), &stat) != nil {
		return false
	}
	switch int64(stat.Type) & 0xffffffff {
	case unix.PROC_SUPER_MAGIC, unix.SYSFS_MAGIC, unix.DEBUGFS_MAGIC, unix.TRACEFS_MAGIC, unix.SECURITYFS_MAGIC,
		unix.CGROUP_SUPER_MAGIC, unix.CGROUP2_SUPER_MAGIC, unix.DEVPTS_SUPER_MAGIC, unix.BPF_FS_MAGIC:
		return true
	}
	return false
}
