package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

func TestThousandsOfConnectionsThatAreLeftKeepNobodyOut(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	idle := descriptors(t, at.PID)
	stream := p.open(at, http.MethodGet, "/global/event", "")
	t.Cleanup(func() { _ = stream.Body.Close() })
	const n = 3000
	for i := range n {
		conn, err := net.Dial("tcp", at.doors()["tcp"])
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		if i%3 == 0 { // in the middle of a head
			_, _ = fmt.Fprintf(conn, "GET /global/health HTTP/1.1\r\nHost: stub\r\nX-A: ")
		}
		if i%250 == 0 {
			at.healthy(t)
		}
	}
	at.healthy(t)
	eventually(t, "the oldest are closed", func() bool { return descriptors(t, at.PID)-idle <= 600 })
	// Who was known before is not disturbed.
	text := make([]byte, 32)
	if _, err := stream.Body.Read(text); err != nil {
		t.Errorf("the stream ended: %v", err)
	}
	log := p.read("log", "stub.log")
	if !strings.Contains(log, "there are too many") || len(log) > 256<<10 {
		t.Errorf("%d bytes of log", len(log))
	}
}

// Nobody but who has the token keeps the stub from ending.
func TestConnectionsWithoutTheTokenAreNoActivity(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--idle-timeout", "1s")
	end := make(chan struct{})
	t.Cleanup(func() { close(end) })
	for range 8 {
		go func() {
			for {
				select {
				case <-end:
					return
				default:
				}
				conn, err := net.Dial("tcp", at.doors()["tcp"])
				if err != nil {
					return
				}
				_, _ = fmt.Fprintf(conn, "POST /stub/v1/exec HTTP/1.1\r\nHost: stub\r\nAuthorization: Bearer 0\r\nContent-Length: 100000\r\n\r\n{")
				_, _ = conn.Read(make([]byte, 1))
				_ = conn.Close()
			}
		}()
	}
	eventually(t, "the stub ends", func() bool { return gone(at.PID) })
}

// A peer that is gone without a word is noticed by the kernel. Only on a
// network that could be: loopback and the socket end with their process.
func TestAPeerThatVanishesIsNoticed(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	r := at.knock(t)
	r.say("GET /global/health HTTP/1.1\r\nHost: stub\r\n%s\r\n", at.bearer())
	if status, _, _ := r.hear(); status != http.StatusOK {
		t.Fatal(status)
	}
	mine := fmt.Sprintf("%04X", r.LocalAddr().(*net.TCPAddr).Port)
	eventually(t, "the stub's end has a timer that asks for a sign of life", func() bool {
		table, err := os.ReadFile("/proc/net/tcp")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(table), "\n") {
			// sl, local, remote, state, queues, timer:when; see proc_net_tcp(5). 02 is keepalive.
			fields := strings.Fields(line)
			if len(fields) > 5 && strings.HasSuffix(fields[2], ":"+mine) && strings.HasPrefix(fields[5], "02:") {
				return true
			}
		}
		return false
	})
}

func TestClientsThatStandStillAreLetGo(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	at := p.launch("--with-token")
	const letGo = 90 * time.Second
	clients := map[string]*raw{}
	begin := func(name, format string, args ...any) {
		r := at.knock(t)
		r.say(format, args...)
		clients[name] = r
	}
	begin("that says nothing", "")
	begin("in the middle of a line", "GET /global/hea")
	begin("in the middle of its head", "GET /global/health HTTP/1.1\r\nHost: stub\r\n%s", at.bearer())
	begin("that owes its body", "POST /session HTTP/1.1\r\nHost: stub\r\n%sContent-Length: 100\r\n\r\n{", at.bearer())
	begin("that owes a chunk", "POST /session HTTP/1.1\r\nHost: stub\r\n%sTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", at.bearer())
	begin("that owes what nobody reads", "POST /agent HTTP/1.1\r\nHost: stub\r\n%sContent-Length: 100\r\n\r\n{", at.bearer())
	begin("without the token", "POST /session HTTP/1.1\r\nHost: stub\r\nContent-Length: 100\r\n\r\n{")
	// One letter at a time does not help: the head has a limit of its own.
	drip := at.knock(t)
	drip.say("GET /global/health HTTP/1.1\r\nHost: stub\r\nX-A: ")
	clients["that drips its head"] = drip
	go func() {
		for {
			if _, err := drip.Write([]byte("a")); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	}()
	for name, r := range clients {
		t.Run(name, func(t *testing.T) {
			r.t = t
			r.ended(letGo)
		})
	}
	at.healthy(t)
}
