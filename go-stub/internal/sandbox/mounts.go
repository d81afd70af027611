package sandbox

import (
	"os"
	"slices"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mapUser makes the user of the new namespace the one it is outside of it.
func (o *order) mapUser() error {
	for _, line := range []struct{ file, text string }{
		{"setgroups", "deny"},
		{"gid_map", strconv.Itoa(o.gid) + " " + strconv.Itoa(o.gid) + " 1"},
		{"uid_map", strconv.Itoa(o.uid) + " " + strconv.Itoa(o.uid) + " 1"},
	} {
		if err := os.WriteFile("/proc/self/"+line.file, []byte(line.text), 0); err != nil {
			return err
		}
	}
	return nil
}

// sharedMemory is one place for all of a host.
const sharedMemory = "/dev/shm"

// mount makes the command's own view: nothing is writable but what it may
// edit (Landlock does not keep it from changing modes, owners and times), and
// what is hidden is empty.
func (o *order) mount() error {
	// What the host mounts later still arrives; nothing goes the other way.
	if err := unix.Mount("", "/", "", unix.MS_SLAVE|unix.MS_REC, ""); err != nil {
		return os.NewSyscallError("mount", err)
	}
	places := slices.Clone(o.writable)
	if info, err := os.Lstat(sharedMemory); err == nil && info.IsDir() && o.shm != "" {
		places = append(places, sharedMemory)
	}
	trees := make([]int, len(places))
	for i, path := range places {
		if path == sharedMemory {
			path = o.shm
		}
		var err error
		if trees[i], err = openTree(unix.AT_FDCWD, path, unix.AT_RECURSIVE); err != nil {
			return err
		}
	}
	readOnly := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	if err := unix.MountSetattr(unix.AT_FDCWD, "/", unix.AT_RECURSIVE, &readOnly); err != nil {
		return os.NewSyscallError("mount_setattr", err)
	}
	for i, path := range places {
		if err := moveMount(trees[i], path); err != nil {
			return err
		}
	}
	return o.cover()
}

// openTree makes a mount of a path that is nowhere yet.
func openTree(at int, path string, flags uintptr) (int, error) {
	name, err := unix.BytePtrFromString(path)
	if err != nil {
		return -1, err
	}
	flags |= unix.OPEN_TREE_CLONE | unix.OPEN_TREE_CLOEXEC | unix.AT_SYMLINK_NOFOLLOW
	fd, _, errno := unix.Syscall(unix.SYS_OPEN_TREE, uintptr(at), uintptr(unsafe.Pointer(name)), flags)
	if errno != 0 {
		return -1, &os.PathError{Op: "open_tree", Path: path, Err: errno}
	}
	return int(fd), nil
}

func moveMount(tree int, over string) error {
	if err := unix.MoveMount(tree, "", unix.AT_FDCWD, over, unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
		return &os.PathError{Op: "move_mount", Path: over, Err: err}
	}
	return nil
}
