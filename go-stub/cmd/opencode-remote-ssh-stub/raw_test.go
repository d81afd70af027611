package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// raw is a connection on which a client says what it likes.
type raw struct {
	t testing.TB
	net.Conn
	in *bufio.Reader
}

// doors are the addresses that a stub listens on.
func (at readyLine) doors() map[string]string {
	return map[string]string{"tcp": "127.0.0.1:" + strconv.Itoa(at.Port), "unix": at.Socket}
}

func knock(t testing.TB, network, address string) *raw {
	t.Helper()
	conn, err := net.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return &raw{t, conn, bufio.NewReader(conn)}
}

func (at readyLine) knock(t testing.TB) *raw {
	t.Helper()
	return knock(t, "tcp", at.doors()["tcp"])
}

// say writes as much as the stub takes.
func (r *raw) say(format string, args ...any) {
	_, _ = fmt.Fprintf(r, format, args...)
}

// hear reads one answer; status 0 is a connection that ended.
func (r *raw) hear() (status int, header http.Header, body string) {
	r.t.Helper()
	_ = r.SetReadDeadline(time.Now().Add(2 * patience))
	res, err := http.ReadResponse(r.in, nil)
	if err != nil {
		if os.IsTimeout(err) {
			r.t.Fatal("it was not answered")
		}
		return 0, nil, ""
	}
	defer func() { _ = res.Body.Close() }()
	data, _ := io.ReadAll(res.Body)
	return res.StatusCode, res.Header, string(data)
}

// ended fails when the stub does not end the connection in time.
func (r *raw) ended(within time.Duration) {
	r.t.Helper()
	_ = r.SetReadDeadline(time.Now().Add(within))
	if _, err := io.Copy(io.Discard, r.in); os.IsTimeout(err) {
		r.t.Error("the connection is still open")
	}
}

// bearer is the head's line with the token.
func (at readyLine) bearer() string { return "Authorization: Bearer " + at.Token + "\r\n" }

// healthy demands an answer to who has the token, on both listeners.
func (at readyLine) healthy(t testing.TB) {
	t.Helper()
	for network, address := range at.doors() {
		r := knock(t, network, address)
		r.say("GET /global/health HTTP/1.1\r\nHost: stub\r\n%s\r\n", at.bearer())
		if status, _, body := r.hear(); status != http.StatusOK {
			t.Errorf("%s: %d %s", network, status, body)
		}
		_ = r.Close()
	}
}

// statusOf is a number of /proc/<pid>/status, in KiB where it is a size.
func statusOf(t testing.TB, pid int, name string) int {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no %s: %s", name, data)
	return 0
}

func descriptors(t testing.TB, pid int) int {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join("/proc", strconv.Itoa(pid), "fd"))
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}
