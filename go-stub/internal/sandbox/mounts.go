package sandbox

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// sharedMemory is one place for all of a host.
const sharedMemory = "/dev/shm"

// mount makes the command's own view: nothing is writable but what it may
// edit (Landlock does not keep it from changing modes, owners and times), and
// what is hidden is empty.
func (o *order) mount(p *plan) {
	// What the host mounts later still arrives; nothing goes the other way.
	p.call("mount /", unix.SYS_MOUNT, p.text(""), p.text("/"), p.text(""), number(unix.MS_SLAVE|unix.MS_REC))
	places := slices.Clone(o.writable)
	if info, err := os.Lstat(sharedMemory); err == nil && info.IsDir() && o.shm != "" {
		places = append(places, sharedMemory)
	}
	trees := make([]argument, len(places))
	for i, path := range places {
		if path == sharedMemory {
			path = o.shm
		}
		trees[i] = p.openTree(here, path, unix.AT_RECURSIVE)
	}
	p.readOnly("/", unix.AT_RECURSIVE)
	for i, path := range places {
		p.moveMount(trees[i], path, tolerated{})
	}
	o.cover(p)
}

// cover puts an empty directory, or an empty file, over each path that is
// hidden. The first is a directory; what is bound over the others is made
// there, and copies of what is to be the user's own.
func (o *order) cover(p *plan) {
	if len(o.covered) == 0 {
		return
	}
	top := o.covered[0]
	copies := o.mountEmpty(p, top)
	open := func(name string) argument {
		return p.call("open "+name, unix.SYS_OPENAT, here, p.text(filepath.Join(top, name)), number(unix.O_PATH|unix.O_CLOEXEC))
	}
	directory, file := open("directory"), open("file")
	for i, path := range o.covered[1:] {
		info, err := os.Lstat(path)
		none := tolerated{unix.ENOENT, unix.EACCES}
		if slices.Contains(o.secrets, path) {
			none = tolerated{} // another command may have moved it a moment ago
			if o.uid == 0 {
				none = tolerated{unix.EACCES} // in a user namespace it does not go where root does
			}
		} else if err != nil {
			continue
		}
		if err == nil && info.Mode()&os.ModeSymlink != 0 {
			continue
		}
		if slices.ContainsFunc(o.covered[:i+1], func(earlier string) bool { return policy.Inside(earlier, path) }) {
			continue // hidden with what it is in
		}
		with := file
		if err == nil && info.IsDir() {
			with = directory
		}
		p.bind(with, "", path, none)
	}
	for copied, path := range copies {
		p.bind(here, copied, path, tolerated{unix.ENOENT, unix.EACCES})
	}
}

// mountEmpty mounts a file system that has an empty directory, an empty file,
// and copies of some, and stays so. It answers the copies, and of what they
// are; what cannot be copied is not.
func (o *order) mountEmpty(p *plan, top string) map[string]string {
	const flags = unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC
	p.call("mount "+top, unix.SYS_MOUNT, p.text("empty"), p.text(top), p.text("tmpfs"), number(flags), p.text("mode=0755,size=256k"))
	p.call("mkdir in "+top, unix.SYS_MKDIRAT, here, p.text(filepath.Join(top, "directory")), number(0o555))
	p.write(filepath.Join(top, "file"), "", unix.O_CREAT)
	copies := map[string]string{}
	room := 128 << 10
	for i, path := range o.owned {
		data, err := os.ReadFile(path)
		if room -= len(data); err != nil || room < 0 {
			continue
		}
		name := filepath.Join(top, strconv.Itoa(i))
		p.write(name, string(data), unix.O_CREAT)
		copies[name] = path
	}
	p.readOnly(top, 0)
	return copies
}

// bind puts one thing over another, which may be gone by then, or be where this
// user cannot go, where these are tolerated.
func (p *plan) bind(at argument, from, over string, none tolerated) {
	tree := p.openTree(at, from, unix.AT_EMPTY_PATH)
	p.moveMount(tree, over, none)
	p.close(tree)
}

// openTree makes a mount of a path that is nowhere yet.
func (p *plan) openTree(at argument, path string, flags int) argument {
	flags |= unix.OPEN_TREE_CLONE | unix.OPEN_TREE_CLOEXEC | unix.AT_SYMLINK_NOFOLLOW
	return p.call("open_tree "+path, unix.SYS_OPEN_TREE, at, p.text(path), number(flags))
}

func (p *plan) moveMount(tree argument, over string, none tolerated) {
	what := "move_mount " + over
	if !slices.Contains(none[:], unix.ENOENT) {
		what += " (another command may have moved it a moment ago: run this one again)"
	}
	p.tolerant(what, none, unix.SYS_MOVE_MOUNT, tree, p.text(""), here, p.text(over), number(unix.MOVE_MOUNT_F_EMPTY_PATH))
}

func (p *plan) readOnly(path string, flags int) {
	attr := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	p.call("mount_setattr "+path, unix.SYS_MOUNT_SETATTR, here, p.text(path), number(flags), pointerTo(p, &attr), number(unsafe.Sizeof(attr)))
}
