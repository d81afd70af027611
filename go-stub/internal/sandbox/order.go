package sandbox

import (
	"bytes"
	"errors"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// order is what the child is told, over a descriptor: it does what is in it and
// becomes the program.
type order struct {
	abi       int
	mounts    Mounts
	uid, gid  int
	network   string
	processes uint64
	memory    uint64
	dir       string
	program   string
	argv, env []string
	writable  []string // stays writable where all else is not
	covered   []string // by something empty
	owned     []string // files of root that are to be the user's own
	shm       string   // stands for /dev/shm; "" for none
}

var errOrder = errors.New("the order is not whole")

// file has the order as texts that end in NUL: arguments are bytes, not UTF-8.
func (o *order) file() (*os.File, error) {
	var b bytes.Buffer
	text := func(s string) { b.WriteString(s); b.WriteByte(0) }
	number := func(n uint64) { text(strconv.FormatUint(n, 10)) }
	for _, n := range []uint64{uint64(o.abi), uint64(o.mounts), uint64(o.uid), uint64(o.gid), o.processes, o.memory} {
		number(n)
	}
	for _, s := range []string{o.network, o.dir, o.program, o.shm} {
		text(s)
	}
	for _, list := range [][]string{o.argv, o.env, o.writable, o.covered, o.owned} {
		number(uint64(len(list)))
		for _, s := range list {
			text(s)
		}
	}
	fd, err := unix.MemfdCreate("order", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	f := os.NewFile(uintptr(fd), "order")
	if _, err = f.Write(b.Bytes()); err == nil {
		_, err = f.Seek(0, 0)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func readOrder(data []byte) (o order, err error) {
	text := func() string {
		s, rest, ok := bytes.Cut(data, []byte{0})
		if !ok {
			err = errOrder
		}
		data = rest
		return string(s)
	}
	number := func() uint64 {
		n, bad := strconv.ParseUint(text(), 10, 64)
		if bad != nil {
			err = errOrder
		}
		return n
	}
	o.abi, o.mounts, o.uid, o.gid = int(number()), Mounts(number()), int(number()), int(number())
	o.processes, o.memory = number(), number()
	o.network, o.dir, o.program, o.shm = text(), text(), text(), text()
	for _, list := range []*[]string{&o.argv, &o.env, &o.writable, &o.covered, &o.owned} {
		for n := number(); n > 0 && err == nil; n-- {
			*list = append(*list, text())
		}
	}
	return o, err
}
