package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
)

func leaseBody(id, machine string, steal bool) string {
	return fmt.Sprintf(`{"id":%q,"mode":"exclusive","steal":%v,"holder":{"workspace":"w","user":"u","machine":%q,"machineID":%q,"pid":1}}`, id, steal, machine, machine)
}

// json sends a request and decodes the answer of a 200 into out.
func (p place) json(at readyLine, method, path, body string, out any) int {
	p.t.Helper()
	res := p.open(at, method, path, body)
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode == http.StatusOK {
		err = json.Unmarshal(data, out)
	}
	if err != nil {
		p.t.Fatalf("%s %s: %s: %v", method, path, data, err)
	}
	return res.StatusCode
}

func TestALeaseIsInForceAfterTheStubWasKilled(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	var first lease.Grant
	p.json(at, "POST", "/stub/v1/lease", leaseBody("lse_a", "laptop", false), &first)
	for range 3 {
		crash(t, at.PID)
		at = p.launch("--with-token")
		var list []lease.Lease
		p.json(at, "GET", "/stub/v1/lease", "", &list)
		if len(list) != 1 || list[0].ID != "lse_a" || list[0].Fence != first.Lease.Fence {
			t.Fatalf("first %+v, then %+v", first, list)
		}
	}
	if status := p.json(at, "POST", "/stub/v1/lease", leaseBody("lse_b", "desk", false), nil); status != http.StatusConflict {
		t.Errorf("another one got %d", status)
	}
	if got := p.run("status", "--root", p.root, "--json"); !strings.Contains(got.stdout, `"leases":1`) || !strings.Contains(got.stdout, `"idle":true`) {
		t.Errorf("status: %s", got.stdout)
	}
}

// TestAStubThatIsKilledAtAnyMomentKeepsItsWord kills stubs while two machines
// steal a lease from each other, and asks again with the id whose answer was lost.
func TestAStubThatIsKilledAtAnyMomentKeepsItsWord(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	var answered lease.Lease // the newest that was answered
	n := 0
	for round := range 8 {
		pid := at.PID
		time.AfterFunc(time.Duration(5+round*7)*time.Millisecond, func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
		id := ""
		for {
			n++
			id = fmt.Sprint("lse_", n)
			grant, ok := p.tryAcquire(at, leaseBody(id, fmt.Sprint("m", n%2), true))
			if !ok {
				break
			}
			if grant.Lease.Fence <= answered.Fence {
				t.Fatalf("fence %d after %d", grant.Lease.Fence, answered.Fence)
			}
			answered = grant.Lease
		}
		eventually(t, "the stub is gone", func() bool { return gone(pid) })
		at = p.launch("--with-token")
		var list []lease.Lease
		p.json(at, "GET", "/stub/v1/lease", "", &list)
		if len(list) > 1 || answered.ID != "" && (len(list) != 1 || list[0].ID != id && list[0].Fence != answered.Fence) {
			t.Fatalf("in force %+v, answered %+v, lost answer of %s", list, answered, id)
		}
		var again lease.Grant
		if status := p.json(at, "POST", "/stub/v1/lease", leaseBody(id, fmt.Sprint("m", n%2), true), &again); status != http.StatusOK || again.Lease.Fence <= answered.Fence {
			t.Fatalf("asked again: %d %+v", status, again)
		}
		if len(list) == 1 && list[0].ID == id && list[0].Fence != again.Lease.Fence {
			t.Fatalf("it was granted twice: %+v, %+v", list, again)
		}
		answered = again.Lease
	}
}

// tryAcquire answers false when the stub died before its answer was whole.
func (p place) tryAcquire(at readyLine, body string) (lease.Grant, bool) {
	p.t.Helper()
	var grant lease.Grant
	req, err := http.NewRequestWithContext(p.t.Context(), "POST", fmt.Sprintf("http://127.0.0.1:%d/stub/v1/lease", at.Port), bytes.NewReader([]byte(body)))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+at.Token)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	res, err := client.Do(req)
	if err != nil {
		return grant, false
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return grant, false
	}
	if err := json.Unmarshal(data, &grant); err != nil || res.StatusCode != http.StatusOK {
		p.t.Fatalf("%d %s", res.StatusCode, data)
	}
	return grant, true
}

func TestAStubWithALeaseIsNotIdle(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--idle-timeout", "2s", "--with-token")
	var grant lease.Grant
	p.json(at, "POST", "/stub/v1/lease", leaseBody("lse_a", "laptop", false), &grant)
	for range 50 {
		time.Sleep(50 * time.Millisecond)
		if gone(at.PID) {
			t.Fatal("it ended while a lease was in force")
		}
	}
	p.json(at, "DELETE", "/stub/v1/lease/lse_a", "", new(bool))
	eventually(t, "the stub ends after the release", func() bool { return gone(at.PID) })
}
