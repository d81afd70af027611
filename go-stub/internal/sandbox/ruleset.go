package sandbox

import (
	"errors"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// makeRuleset makes the kernel's form of what is granted. A path that leads
// elsewhere by now grants nothing, one that is gone neither. Of scoped it has
// what the kernel knows.
func makeRuleset(abi int, scoped uint64, grants []grant) (*os.File, error) {
	attr := handled(abi)
	attr.Scoped &= scoped
	set, err := newRuleset(&attr, abi)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		if err := allow(set, g, attr.Handled_access_fs); err != nil {
			return nil, errors.Join(err, set.Close())
		}
	}
	return set, nil
}

func allow(set *os.File, g grant, handled uint64) error {
	fd, err := unix.Open(g.path, unix.O_PATH|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer func() { _ = unix.Close(fd) }()
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil || stat.Mode&unix.S_IFMT == unix.S_IFLNK {
		return nil
	}
	if is, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd)); err != nil || is != g.path {
		return nil
	}
	given := g.rights & handled
	if stat.Mode&unix.S_IFMT != unix.S_IFDIR {
		given &= ofFiles
	}
	if given == 0 {
		return nil
	}
	return addRule(set, fd, given)
}
