package sandbox

import (
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestTheNetworkIsWhatTheTermsSay(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	// What listens on the host, and what the command itself does.
	const sh = `
		bash -c 'exec 3<>/dev/tcp/127.0.0.1/$PORT' 2>/dev/null && echo host
		python3 -c 'import socket
l=socket.socket(); l.bind(("127.0.0.1",0)); l.listen(); socket.create_connection(l.getsockname()); print("own")' 2>/dev/null; echo end`
	for name, level := range levels(t) {
		for network, reached := range map[string]string{"": "host own end", FullNetwork: "host own end", Loopback: "own end", NoNetwork: "end"} {
			if network == Loopback && level.Mounts == NoMounts {
				continue
			}
			t.Run(name+", "+network, func(t *testing.T) {
				g := newGround(t, level)
				g.spec.Terms.Network, g.env = network, map[string]string{"PORT": port}
				if said, _ := g.run("/bin/sh", "-c", sh); strings.Join(strings.Fields(said), " ") != reached {
					t.Errorf("%q", said)
				}
			})
		}
	}
}

func TestLoopbackIsRefusedWhereThereIsNone(t *testing.T) {
	g := newGround(t, levels(t)["Landlock alone"])
	g.spec.Terms.Network = Loopback
	if _, err := g.guard.cut(g.spec); err == nil || !strings.Contains(err.Error(), "network namespace") {
		t.Error(err)
	}
}

// TestTermsHoldWhereNothingElseDoes is of a kernel without Landlock, and of
// enforcement that is off.
func TestTermsHoldWhereNothingElseDoes(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("a network namespace is not everybody's")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	const sh = `ulimit -u; ulimit -v; bash -c 'exec 3<>/dev/tcp/127.0.0.1/$PORT' 2>/dev/null && echo host; cat ~/docs/letter`
	off := levels(t)["Landlock alone"]
	for name, level := range map[string]Level{"no Landlock": {Why: "simulated"}, "off": off} {
		for network, reached := range map[string]string{"": "77 1048576 host LETTER", NoNetwork: "77 1048576 LETTER", Loopback: "77 1048576 LETTER"} {
			g := newGround(t, level)
			g.spec.Terms = Terms{Enforcement: Off, Network: network, Processes: 77, MemoryBytes: 1 << 30}
			if level.Why != "" {
				g.spec.Terms.Enforcement = ""
			}
			g.env = map[string]string{"PORT": strconv.Itoa(l.Addr().(*net.TCPAddr).Port)}
			if said, _ := g.run("/bin/bash", "-c", sh); !strings.HasPrefix(strings.Join(strings.Fields(said), " "), reached) {
				t.Errorf("%s, %q: %q", name, network, said)
			}
		}
	}
}

func TestLimitsHoldACommand(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			g.spec.Terms.Processes, g.spec.Terms.MemoryBytes = 77, 512<<20
			said, _ := g.run("/bin/bash", "-c", `ulimit -u; ulimit -v; ulimit -u 1000 2>/dev/null; ulimit -Hv unlimited 2>/dev/null; ulimit -Sv unlimited 2>/dev/null; ulimit -Hv; /usr/bin/python3 -c 'bytearray(1<<30)' 2>&1 | tail -1`)
			if !strings.HasPrefix(said, "77\n524288\n") || !strings.Contains(said, "MemoryError") {
				t.Errorf("%q", said)
			}
		})
	}
}

func TestALongCommandStartsWithLittleMemory(t *testing.T) {
	for name, level := range levels(t) {
		g := newGround(t, level)
		g.spec.Terms.MemoryBytes = 64 << 20
		argv := []string{"/bin/sh", "-c", `echo $#`, "sh"}
		for range 15 {
			argv = append(argv, strings.Repeat("x", 100<<10))
		}
		if said, code := g.run(argv...); said != "15\n" {
			t.Errorf("%s: exit code %d: %s", name, code, said)
		}
	}
}
