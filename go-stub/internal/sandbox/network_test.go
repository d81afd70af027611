package sandbox

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lesserkernel"
)

// hearing listens on the host, by TCP and UDP at the same address; heard says
// whether a datagram arrived that none was heard of yet.
func hearing(t *testing.T) (address string, heard func() bool) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c, err := net.ListenPacket("udp4", l.Addr().String())
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return l.Addr().String(), func() bool {
		// On one machine it has arrived when the sender goes on.
		_ = c.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		n, _, _ := c.ReadFrom(make([]byte, 99))
		return n > 0
	}
}

// takes are the lines that a command takes.
func (g *ground) takes(network, address, lacks string) []string {
	g.t.Helper()
	g.spec.Terms.Network, g.env = network, map[string]string{trying: "lines", "ADDRESS": address, lesserkernel.Variable: lacks}
	path := filepath.Join(g.work, "tests")
	if err := os.Link(program, path); err != nil {
		g.t.Fatal(err)
	}
	said, code := g.run(path)
	if code != 0 {
		g.t.Fatalf("exit code %d: %s", code, said)
	}
	return strings.Split(strings.TrimSpace(said), "\n")
}

func TestNoLineLeadsOut(t *testing.T) {
	programAtHand(t)
	all := levels(t)
	for abi := 1; abi < all["Landlock alone"].ABI; abi++ {
		older := Level{Enforced: true, ABI: abi}
		all[older.String()] = older
	}
	for name, level := range all {
		t.Run(name, func(t *testing.T) { noLine(t, level, Terms{}) })
	}
}

// TestNoLineLeadsOutWhereNothingElseIsHeld is of hosts that have no Landlock, or
// no namespaces, or neither, and of enforcement that is off.
func TestNoLineLeadsOutWhereNothingElseIsHeld(t *testing.T) {
	if !filters() {
		t.Skip("what takes things from a kernel is one")
	}
	if os.Getenv(lacking) == "" {
		lesser(t, "landlock", "landlock,namespaces", "landlock,capabilities", "namespaces")
		return
	}
	programAtHand(t)
	noLine(t, Current(), Terms{Enforcement: Off})
}

func noLine(t *testing.T, level Level, terms Terms) {
	by, err := cutTo(NoNetwork, level, terms)
	if err != nil {
		t.Skip(err)
	}
	address, heard := hearing(t)
	take := func(network string) []string {
		g := newGround(t, level)
		g.spec.Terms = terms
		return g.takes(network, address, "")
	}
	open := take(FullNetwork)
	t.Logf("open: %s", strings.Join(open, ", "))
	if !slices.Contains(open, "TCP") || !slices.Contains(open, "UDP") || !heard() {
		t.Error("what is open is not taken")
	}
	held := take(NoNetwork)
	if heard() {
		t.Error("a datagram arrived")
	}
	t.Logf("%+v: %s", by, strings.Join(held, ", "))
	for _, line := range lines {
		// In a network of its own it makes what it wants, and there is nobody.
		if got := slices.Contains(held, line.name); got != line.stay && (by.filter || line.stay || line.sends) {
			t.Errorf("%s: %t", line.name, got)
		}
	}
	if by, err = cutTo(Loopback, level, terms); err != nil {
		t.Log(err)
		return
	}
	held = take(Loopback)
	if heard() {
		t.Error("a datagram left its own network")
	}
	t.Logf("%+v: %s", by, strings.Join(held, ", "))
	for _, want := range []string{"UDP", "Unix", "a pair", "interfaces", "a socket of its own answers"} {
		if !slices.Contains(held, want) {
			t.Errorf("its own network: no %s", want)
		}
	}
	for _, line := range lines {
		if by.filter && !line.own && !line.stay && slices.Contains(held, line.name) {
			t.Errorf("past its own network: %s", line.name)
		}
	}
}

func cutTo(network string, level Level, terms Terms) (cut, error) {
	return (&Guard{Level: level}).cut(&Spec{Terms: terms.With(Terms{Network: network})})
}

func TestNoUserHasALineThatLeadsOut(t *testing.T) {
	asUser(t, "TestNoLineLeadsOut.*", "")
}

// TestNoProgramReachesTheNetwork is of real ones, which find the ground under
// them as it is where the network is merely down.
func TestNoProgramReachesTheNetwork(t *testing.T) {
	address, heard := hearing(t)
	_, port, _ := net.SplitHostPort(address)
	for name, level := range levels(t) {
		for _, c := range []struct{ program, sh, says string }{
			{"bash", `bash -c 'echo SECRET > /dev/udp/127.0.0.1/$PORT' 2>&1; echo $?`, "denied|unreachable"},
			{"bash", `bash -c 'exec 3<>/dev/tcp/127.0.0.1/$PORT' 2>&1; echo $?`, "denied|unreachable"},
			{"curl", `curl -sS -m 9 http://127.0.0.1:$PORT/ 2>&1`, "connect"},
			{"curl", `curl -sS -m 9 http://example.org/ 2>&1`, "resolve"},
			{"getent", `getent hosts example.org || echo none`, "none"},
			{"getent", `getent hosts localhost`, "localhost"},
			{"python3", `/usr/bin/python3 -c 'import socket; print(socket.getaddrinfo("example.org", 80))' 2>&1`, "resolution|known"},
			{"python3", `/usr/bin/python3 -c 'import asyncio, socket, multiprocessing as m; asyncio.run(asyncio.sleep(0)); m.Pipe(); socket.socketpair(); print("ok", socket.if_nameindex())'`, "ok.*lo"},
			{"node", `node -e 'console.log("ok", require("os").networkInterfaces()); require("child_process").spawn("echo", ["in it"], {stdio: "inherit"})'`, "ok(?s:.*)in it"},
			{"ip", `ip -o link`, "lo:"},
		} {
			t.Run(name+", "+c.program, func(t *testing.T) {
				if _, err := exec.LookPath(c.program); err != nil {
					t.Skip(err)
				}
				g := newGround(t, level)
				g.spec.Terms.Network, g.env = NoNetwork, map[string]string{"PORT": port}
				if said, code := g.run(inTime(30, "/bin/sh", "-c", c.sh)...); !regexp.MustCompile(c.says).MatchString(said) {
					t.Errorf("%s: exit code %d: %s", c.sh, code, said)
				}
				if heard() {
					t.Errorf("%s: a datagram arrived", c.sh)
				}
			})
		}
	}
}

// thirtyTwo calls the kernel as programs of 32 bits do, from one that is none;
// what it prints are descriptors, or errors below 0.
const thirtyTwo = `
import ctypes, mmap, struct
m = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, prot=7)
at = ctypes.addressof(ctypes.c_char.from_buffer(m))
m[2048:2060] = struct.pack("III", 2, 2, 0)
def call(*n):
    # push rbx; mov eax, ebx, ecx, edx; int 0x80; pop rbx; ret
    m[:25] = b"\x53\xb8%b\xbb%b\xb9%b\xba%b\xcd\x80\x5b\xc3" % tuple(struct.pack("I", v) for v in n)
    return ctypes.CFUNCTYPE(ctypes.c_int)(at)()
print("direct", call(359, 2, 2, 0), "multiplexed", call(102, 1, at + 2048, 0), "pair", call(102, 8, at + 2048, 0), "ring", call(425, 4, at + 3072, 0), "Unix", call(359, 1, 1, 0), "getpid", call(20, 0, 0, 0))`

func TestNoCallOf32BitsLeadsOut(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("it is in code of amd64")
	}
	for network, says := range map[string]string{
		FullNetwork: `direct \d+ multiplexed \d+ pair -\d+ ring (\d+|-1) Unix \d+ getpid \d+`,
		NoNetwork:   `direct -13 multiplexed -13 pair -13 ring -38 Unix \d+ getpid \d+`,
	} {
		g := newGround(t, levels(t)["Landlock alone"])
		g.spec.Terms.Network = network
		said, code := g.run("/usr/bin/python3", "-c", thirtyTwo)
		if network == FullNetwork && code != 0 {
			t.Skipf("no 32 bits here: %s", said)
		}
		if !regexp.MustCompile(says).MatchString(said) {
			t.Errorf("%s: exit code %d: %s", network, code, said)
		}
	}
}

// TestRootMakesNoLineOutOfItsOwnNetwork has another end put where the stub is.
func TestRootMakesNoLineOutOfItsOwnNetwork(t *testing.T) {
	if os.Geteuid() != 0 || !has(t, RootMounts) {
		t.Skip("a network of its own without being a user's takes root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip(err)
	}
	for _, network := range []string{NoNetwork, Loopback} {
		g := newGround(t, levels(t)["private mounts"])
		g.spec.Terms.Network, g.env = network, map[string]string{"STUB": strconv.Itoa(os.Getpid())}
		if said, code := g.run("/bin/sh", "-c", `ip link add orssh0 type veth peer name orssh1 netns $STUB`); code == 0 {
			_ = exec.Command("ip", "link", "delete", "orssh1").Run()
			t.Errorf("%s: %s", network, said)
		}
	}
}

// TestAProgramsOwnFilterIsAddedToThis is of programs that hold themselves, or
// what they start.
func TestAProgramsOwnFilterIsAddedToThis(t *testing.T) {
	programAtHand(t)
	g := newGround(t, levels(t)["Landlock alone"])
	if held := g.takes(NoNetwork, "127.0.0.1:1", "openat2,namespaces"); slices.Contains(held, "UDP") || !slices.Contains(held, "Unix") {
		t.Error(held)
	}
}
