package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// limited launches the stub with a limit of the shell's ulimit.
func (p place) limited(limit string) readyLine {
	p.t.Helper()
	cmd := p.command()
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `ulimit ` + limit + ` && exec "$0" launch --root "$1" --with-token`, p.exe, p.root}
	return ready(p.t, finish(p.t, cmd))
}

// sleeper starts a command that stays, and answers it as it is then.
func (p place) sleeper(at readyLine) (id string, runs bool) {
	p.t.Helper()
	var command struct{ ID, State string }
	text := p.must(at, http.MethodPost, "/stub/v1/exec", `{"command":"exec sleep 1000","cwd":"~","stdin":"pipe"}`)
	if err := json.Unmarshal([]byte(text), &command); err != nil {
		p.t.Fatal(err)
	}
	return command.ID, command.State == "running"
}

func TestAStubWithoutDescriptorsSaysSoAndGoesOn(t *testing.T) {
	p := newPlace(t)
	at := p.limited("-n 64")
	var running []string
	var said string
	for range 64 {
		id, runs := p.sleeper(at)
		if runs {
			running = append(running, id)
			continue
		}
		_, said = p.answer(at, http.MethodGet, "/stub/v1/exec/"+id+"/output", "")
		break
	}
	if !strings.Contains(said, "too many open files in the stub") || !strings.Contains(said, `"exitCode":126`) {
		t.Fatalf("%d commands run; the next says %q", len(running), said)
	}
	at.healthy(t)
	// What is left is taken by connections: who comes then waits until there is one.
	var held []net.Conn
	for network, address := range at.doors() {
		for range 40 {
			conn, err := net.Dial(network, address)
			if err != nil {
				break
			}
			held = append(held, conn)
		}
	}
	at.healthy(t)
	p.must(at, http.MethodGet, "/session", "")
	for _, conn := range held {
		_ = conn.Close()
	}
	for _, id := range running {
		p.must(at, http.MethodDelete, "/stub/v1/exec/"+id, "")
	}
	if _, runs := p.sleeper(at); !runs {
		t.Error("with descriptors it does not start")
	}
	if log := p.read("log", "stub.log"); !strings.Contains(log, "a command was not started") || !strings.Contains(log, "too many open files") {
		t.Errorf("log: %s", log)
	}
}

// The whole of the descriptors is gone here, as no limit on connections could
// prevent: another program of this user's would do it to ENFILE.
func TestAStubThatCannotAcceptTriesAgain(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	bound(t, at.PID, unix.RLIMIT_NOFILE, descriptors(t, at.PID))
	waiting := make([]*raw, 0, 8)
	for network, address := range at.doors() {
		for range 4 {
			r := knock(t, network, address) // the kernel takes it
			r.say("GET /global/health HTTP/1.1\r\nHost: stub\r\n%s\r\n", at.bearer())
			waiting = append(waiting, r)
		}
	}
	eventually(t, "the log tells", func() bool { return strings.Contains(p.read("log", "stub.log"), "too many open files") })
	bound(t, at.PID, unix.RLIMIT_NOFILE, 1024)
	for _, r := range waiting {
		if status, _, _ := r.hear(); status != http.StatusOK {
			t.Errorf("who waited: %d", status)
		}
	}
	at.healthy(t)
	if log := p.read("log", "stub.log"); strings.Count(log, "\n") > 100 {
		t.Errorf("%d lines of log", strings.Count(log, "\n"))
	}
}

// bound sets a limit of a process that runs.
func bound(t *testing.T, pid, resource, most int) {
	t.Helper()
	limit := unix.Rlimit{Cur: uint64(most), Max: uint64(max(most, 4096))}
	if err := unix.Prlimit(pid, resource, &limit, nil); err != nil {
		t.Fatal(err)
	}
}

// lonely is a user that nobody else is: the limit counts all that a user runs.
const lonely = 54377

func TestAUserWithoutProcessesIsToldSoAndTheStubGoesOn(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be another user")
	}
	p := newPlace(t)
	for _, dir := range []string{p.dir, filepath.Join(p.dir, "home")} {
		if err := os.Chown(dir, lonely, lonely); err != nil {
			t.Fatal(err)
		}
	}
	p.exe = p.copyExecutable("stub", "")
	if err := os.Chmod(p.exe, 0o755); err != nil {
		t.Fatal(err)
	}
	const most = 80
	cmd := p.command()
	// bash has another letter for it than dash.
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `if (ulimit -u $2) 2>/dev/null; then ulimit -u $2; else ulimit -p $2; fi; exec "$0" launch --root "$1" --with-token`, p.exe, p.root, strconv.Itoa(most)}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: lonely, Gid: lonely}}
	at := ready(t, finish(t, cmd))
	var running []string
	said := ""
	for range most {
		id, runs := p.sleeper(at)
		if !runs {
			_, said = p.answer(at, http.MethodGet, "/stub/v1/exec/"+id+"/output", "")
			break
		}
		running = append(running, id)
	}
	if !strings.Contains(said, "no more processes") && !strings.Contains(said, "temporarily unavailable") {
		t.Errorf("%d commands run; the next says %q", len(running), said)
	}
	// Many at once, each of which would like a thread.
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() {
			for range 4 {
				res := p.ask(at, http.MethodPost, "/stub/v1/exec", `{"command":"true","cwd":"~"}`)
				if res.StatusCode >= 500 && res.StatusCode != http.StatusServiceUnavailable {
					t.Error(res.Status)
				}
				p.ask(at, http.MethodGet, "/session", "")
			}
		})
	}
	all.Wait()
	if gone(at.PID) {
		t.Fatal("the stub ended")
	}
	at.healthy(t)
	for _, id := range running {
		p.must(at, http.MethodDelete, "/stub/v1/exec/"+id, "")
	}
	if _, runs := p.sleeper(at); !runs {
		t.Error("with processes it does not start")
	}
}

func TestAThousandRequestsForPermissionAreAnswered(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	memory := statusOf(t, at.PID, "VmHWM")
	const workspaces, each = 20, 60
	var all sync.WaitGroup
	for w := range workspaces {
		all.Go(func() {
			id := fmt.Sprintf("wrk_%02d", w)
			p.must(at, http.MethodPost, "/experimental/workspace", `{"id":"`+id+`","directory":"~","projectID":"p"}`)
			for i := range each {
				status, text := p.answer(at, http.MethodPost, "/stub/v1/exec", permission(id, i))
				if status != http.StatusForbidden || !strings.Contains(text, "PermissionRequiredError") {
					t.Errorf("%d %s", status, text)
				}
			}
		})
	}
	all.Wait()
	var open []struct{ ID, SessionID string }
	if err := json.Unmarshal([]byte(p.must(at, http.MethodGet, "/permission", "")), &open); err != nil || len(open) != workspaces*each {
		t.Fatalf("%d are open, %v", len(open), err)
	}
	// The same again, by the thousand: a storm makes no more of them.
	for range 3 {
		for w := range workspaces {
			all.Go(func() { p.answer(at, http.MethodPost, "/stub/v1/exec", permission(fmt.Sprintf("wrk_%02d", w), 0)) })
		}
	}
	all.Wait()
	if again := strings.Count(p.must(at, http.MethodGet, "/permission", ""), `"per_`); again != workspaces*each {
		t.Errorf("%d are open after a storm", again)
	}
	for i, one := range open {
		reply := []string{"once", "reject", "always"}[i%3]
		p.must(at, http.MethodPost, "/permission/"+one.ID+"/reply", `{"reply":"`+reply+`"}`)
	}
	if text := p.must(at, http.MethodGet, "/permission", ""); strings.TrimSpace(text) != "[]" {
		t.Errorf("open: %.300s", text)
	}
	if now := statusOf(t, at.PID, "VmHWM"); now-memory > grew {
		t.Errorf("it grew from %d to %d KiB", memory, now)
	}
	at.healthy(t)
}

// permission is a command that its workspace does not grant.
func permission(workspaceID string, i int) string {
	return fmt.Sprintf(`{"command":"cat /srv/%d/file","cwd":"~","workspaceID":%q,"sessionID":"ses_%s_%d","onDenied":"fail","key":"%s-%d"}`,
		i, workspaceID, workspaceID, i, workspaceID, i)
}
