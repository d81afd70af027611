package sandbox

import (
	"fmt"
	"os"
	"syscall"
)

// mountsOf tries how a command gets private mounts here: what a kernel offers
// and what a host's rules leave of it are two things.
func mountsOf() (Mounts, error) {
	dir, err := os.MkdirTemp("", "orssh-probe-")
	if err != nil {
		return NoMounts, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	ways := []Mounts{UserMounts}
	if os.Geteuid() == 0 {
		ways = []Mounts{RootMounts, UserMounts}
	}
	var reason error
	for _, way := range ways {
		if reason = tryMounts(way, dir); reason == nil {
			return way, nil
		}
	}
	return NoMounts, reason
}

func tryMounts(way Mounts, dir string) error {
	abi, err := abiOf()
	if err != nil {
		return err
	}
	g := &Guard{Level: Level{Enforced: true, ABI: abi, Mounts: way}, Keep: []string{dir}}
	return g.try(&Spec{}, cut{})
}

// try starts something small.
func (g *Guard) try(spec *Spec, by cut) error {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { _ = null.Close() }()
	process, err := g.start(spec, by, "/bin/sh", []string{"sh", "-c", ":"}, &os.ProcAttr{Dir: "/", Files: []*os.File{null, null, null}, Sys: &syscall.SysProcAttr{Setsid: true}})
	if err != nil {
		return err
	}
	state, err := process.Wait()
	if err == nil && !state.Success() {
		err = fmt.Errorf("sh in it: %v", state)
	}
	return err
}
