// Package sandbox starts commands that reach what was granted and nothing
// else, by the host's kernel: Landlock, and private mounts where they are to
// be had. What a command starts is held as it is.
package sandbox

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// Level is what this host's kernel can do about commands.
type Level struct {
	Enforced bool   // Landlock holds commands
	ABI      int    // of Landlock
	Mounts   Mounts // how commands get private mounts
	Why      string // why nothing is held, or what is not
}

// String is the level in a word: "kernel ABI 7" or "advisory".
func (l Level) String() string {
	if !l.Enforced {
		return "advisory"
	}
	return fmt.Sprintf("kernel ABI %d", l.ABI)
}

// Mounts says how a command gets mounts of its own.
type Mounts int

// The ways to private mounts.
const (
	NoMounts   Mounts = iota
	RootMounts        // the stub may make a mount namespace
	UserMounts        // in a user namespace
)

// Current is the level of this host. It is looked at once.
var Current = sync.OnceValue(func() Level { return look(abiOf, mountsOf) })

func look(abiOf func() (int, error), mountsOf func() (Mounts, error)) Level {
	abi, err := abiOf()
	switch {
	case errors.Is(err, unix.ENOSYS):
		return Level{Why: "the kernel has no Landlock (Linux 5.13 or later, built with it)"}
	case errors.Is(err, unix.EOPNOTSUPP):
		return Level{Why: "the kernel has Landlock, but it is turned off: add it to lsm= at boot"}
	case err != nil:
		return Level{Why: fmt.Sprintf("Landlock is not to be had here: %v", err)}
	}
	l := Level{Enforced: true, ABI: abi}
	var open []string
	if abi < 6 {
		open = append(open, "abstract sockets")
	}
	if l.Mounts, err = mountsOf(); l.Mounts == NoMounts {
		if abi < 3 {
			open = append(open, "files may be truncated")
		}
		what := "secrets in the workspace's own directory, shared memory of other programs"
		if abi < 9 {
			what += ", sockets of other programs, modes and times of files"
		}
		open = append(open, fmt.Sprintf("%s (no private mounts: %v)", what, err))
	}
	if len(open) > 0 {
		l.Why = "not held: " + strings.Join(open, "; ")
	}
	return l
}
