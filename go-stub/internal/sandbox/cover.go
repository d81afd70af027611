package sandbox

import (
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// cover puts an empty directory, or an empty file, over each path that is
// hidden. The first is a directory; what is bound over the others is made
// there, and copies of what is to be the user's own.
func (o *order) cover() error {
	if len(o.covered) == 0 {
		return nil
	}
	top := o.covered[0]
	if err := mountEmpty(top, o.owned); err != nil {
		return err
	}
	directory, err := unix.Open(filepath.Join(top, "directory"), unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	file, err := unix.Open(filepath.Join(top, "file"), unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	for _, path := range o.covered[1:] {
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&os.ModeSymlink != 0 {
			continue // it is gone, or hidden with what it was in
		}
		with := file
		if info.IsDir() {
			with = directory
		}
		if err := bind(with, "", path); err != nil {
			return err
		}
	}
	for i, path := range o.owned {
		copied := filepath.Join(top, strconv.Itoa(i))
		if _, err := os.Lstat(copied); err != nil {
			continue
		}
		if err := bind(unix.AT_FDCWD, copied, path); err != nil {
			return err
		}
	}
	return nil
}

func bind(at int, from, over string) error {
	tree, err := openTree(at, from, unix.AT_EMPTY_PATH)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(tree) }()
	return moveMount(tree, over)
}

// mountEmpty mounts a file system that has an empty directory, an empty file,
// and copies of some by their number, and stays so. What cannot be copied is not.
func mountEmpty(path string, copied []string) error {
	if err := unix.Mount("empty", path, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "mode=0755,size=256k"); err != nil {
		return &os.PathError{Op: "mount", Path: path, Err: err}
	}
	if err := os.Mkdir(filepath.Join(path, "directory"), 0o555); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(path, "file"), nil, 0o444); err != nil {
		return err
	}
	for i, from := range copied {
		data, err := os.ReadFile(from)
		name := filepath.Join(path, strconv.Itoa(i))
		if err == nil && os.WriteFile(name, data, 0o444) != nil {
			_ = os.Remove(name)
		}
	}
	readOnly := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	return os.NewSyscallError("mount_setattr", unix.MountSetattr(unix.AT_FDCWD, path, 0, &readOnly))
}
