package sandbox

import (
	"net"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// lines are ways to the network, and to what is none, that a command takes by
// itself; see trying. What a kernel is built without, or keeps for root, shows
// where nothing holds.
var lines = []struct {
	name  string
	stay  bool // it is no network
	sends bool // a network of its own holds it too
	own   bool // it keeps to a network of its own
	by    func() bool
}{
	{name: "TCP", sends: true, by: func() bool { return sends("tcp4") }},
	{name: "UDP", sends: true, own: true, by: func() bool { return sends("udp4") }},
	{name: "TCP of IPv6", own: true, by: func() bool { return makes(unix.AF_INET6, unix.SOCK_STREAM, 0) }},
	{name: "UDP of IPv6", own: true, by: func() bool { return makes(unix.AF_INET6, unix.SOCK_DGRAM, 0) }},
	{name: "MPTCP", own: true, by: func() bool { return makes(unix.AF_INET, unix.SOCK_STREAM, 262) }},
	{name: "ping", own: true, by: func() bool { return makes(unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_ICMP) }},
	{name: "raw", own: true, by: func() bool { return makes(unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP) }},
	{name: "packets", own: true, by: func() bool { return makes(unix.AF_PACKET, unix.SOCK_RAW, 0) }},
	{name: "the host of a virtual machine", by: func() bool { return makes(unix.AF_VSOCK, unix.SOCK_STREAM, 0) }},
	{name: "TIPC", by: func() bool { return makes(unix.AF_TIPC, unix.SOCK_STREAM, 0) }},
	{name: "a pair of TIPC", by: func() bool { return pairs(unix.AF_TIPC, unix.SOCK_DGRAM) }},
	{name: "netlink to other parts of the kernel", own: true, by: func() bool { return makes(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_GENERIC) }},
	{name: "a family with more bits", own: true, by: func() bool { return call(unix.SYS_SOCKET, uintptr(moreBits|unix.AF_INET), unix.SOCK_DGRAM, 0) }},
	{name: "a ring", by: func() bool { return call(ringSetup, 4, uintptr(unsafe.Pointer(&ringParameters)), 0) }},
	{name: "a number of x32", by: func() bool {
		return runtime.GOARCH == "amd64" && call(x32|unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_DGRAM, 0)
	}},
	{name: "Unix", stay: true, by: func() bool { return makes(unix.AF_UNIX, unix.SOCK_STREAM, 0) }},
	{name: "a pair", stay: true, by: func() bool { return pairs(unix.AF_UNIX, unix.SOCK_STREAM) }},
	{name: "interfaces", stay: true, by: func() bool { list, err := net.Interfaces(); return err == nil && len(list) > 0 }},
	{name: "a socket of its own answers", stay: true, by: func() bool {
		l, err := net.Listen("unix", "s")
		if err != nil {
			return false
		}
		defer func() { _ = l.Close() }()
		conn, err := net.Dial("unix", "s")
		if err != nil {
			return false
		}
		return conn.Close() == nil
	}},
}

// moreBits are those of a register past the ones of an int.
var moreBits = ^uint64(1<<32 - 1)

// ringParameters are what io_uring_setup is given.
var ringParameters [120]byte

func call(number, a, b, c uintptr) bool {
	fd, _, errno := unix.Syscall(number, a, b, c)
	return errno == 0 && unix.Close(int(fd)) == nil
}

func sends(network string) bool {
	conn, err := net.Dial(network, os.Getenv("ADDRESS"))
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	_, err = conn.Write([]byte("SECRET"))
	return err == nil
}

func makes(family, kind, protocol int) bool {
	fd, err := unix.Socket(family, kind|unix.SOCK_CLOEXEC, protocol)
	return err == nil && unix.Close(fd) == nil
}

func pairs(family, kind int) bool {
	pair, err := unix.Socketpair(family, kind|unix.SOCK_CLOEXEC, 0)
	return err == nil && unix.Close(pair[0]) == nil && unix.Close(pair[1]) == nil
}
