package layout

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// FSType answers the f_type of the file system that holds an existing path.
type FSType func(path string) (uint32, error)

// Statfs is the FSType of the kernel.
func Statfs(path string) (uint32, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(path, &st); err != nil {
		return 0, &os.PathError{Op: "statfs", Path: path, Err: err}
	}
	// f_type is signed and of the word's size; the magic numbers have 32 bits.
	return uint32(st.Type), nil
}

// File systems that several hosts can mount at once, by f_type: statfs(2), and
// for those outside the kernel their own headers. FUSE is among them because it
// does not tell sshfs or glusterfs from a local one.
var networkTypes = map[uint32]string{
	0x00006969: "nfs",
	0x0000517b: "smb",
	0xfe534d42: "smb2",
	0xff534d42: "cifs",
	0x01021997: "9p",
	0x0bd00bd0: "lustre",
	0x47504653: "gpfs",
	0x00c36400: "ceph",
	0x5346414f: "afs",
	0x6b414653: "kafs",
	0x65735546: "fuse",
	0x7461636f: "ocfs2",
	0x01161970: "gfs2",
	0x73757245: "coda",
	0x0000564c: "ncp",
	0x19830326: "beegfs",
	0x20030528: "pvfs2",
	0xaad7aaea: "panfs",
	0x786f4256: "vboxsf",
}

// onNetwork asks for the root or, before it is made, its nearest ancestor.
func onNetwork(root string, fsType FSType) (bool, error) {
	for path := root; ; path = filepath.Dir(path) {
		magic, err := fsType(path)
		if err == nil {
			_, network := networkTypes[magic]
			return network, nil
		}
		if !errors.Is(err, fs.ErrNotExist) || path == "/" {
			return false, notDirectory(root, fmt.Errorf("look at the file system: %w", err))
		}
	}
}

// hostDirectory is the host's name as one path component.
func hostDirectory() string {
	name, err := os.Hostname()
	if err != nil || strings.Trim(name, ".") == "" {
		return "localhost"
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '.', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '_'
	}, name)
}
