package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// onDisk gives the root a disk of its own, which root may do.
func (p place) onDisk(size string) {
	p.t.Helper()
	if err := os.Mkdir(p.root, 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", p.root, "tmpfs", 0, "mode=0700,size="+size); err != nil {
		p.t.Skipf("no disk of a given size can be had: %v", err)
	}
	p.t.Cleanup(func() {
		p.run("stop", "--root", p.root, "--timeout", "5s")
		if err := unix.Unmount(p.root, unix.MNT_DETACH); err != nil {
			p.t.Error(err)
		}
	})
}

// fill takes what is left of the disk; empty gives it back.
func (p place) fill() (empty func()) {
	p.t.Helper()
	path := p.path("filler")
	f, err := os.Create(path)
	if err != nil {
		p.t.Fatal(err)
	}
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	_ = f.Close()
	return func() {
		if err := os.Remove(path); err != nil {
			p.t.Fatal(err)
		}
	}
}

// answer sends a request with the token and reads the whole answer.
func (p place) answer(at readyLine, method, path, body string) (int, string) {
	p.t.Helper()
	res := p.open(at, method, path, body)
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(data)
}

func (p place) must(at readyLine, method, path, body string) string {
	p.t.Helper()
	status, text := p.answer(at, method, path, body)
	if status >= 300 {
		p.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	return text
}

// contents are all files of the state.
func (p place) contents() map[string]string {
	p.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(p.path("state"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = string(data)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return all
}

// writes are requests that store something.
func writes(sessionID string) [][3]string {
	return [][3]string{
		{http.MethodPost, "/experimental/workspace", `{"id":"wrk_new","directory":"~","projectID":"p"}`},
		{http.MethodPost, "/session", `{"workspaceID":"wrk_a"}`},
		{http.MethodPatch, "/session/" + sessionID, `{"title":"` + strings.Repeat("t", 5000) + `"}`},
		{http.MethodPost, "/session/" + sessionID + "/message", `{"parts":[{"type":"text","text":"` + strings.Repeat("m", 5000) + `"}]}`},
		{http.MethodPost, "/stub/v1/approvals", `{"workspaceID":"wrk_a","path":"/usr/bin"}`},
		{http.MethodPost, "/stub/v1/lease", `{"id":"lse_x","mode":"shared","holder":{"user":"u","machine":"m","machineID":"i"},"ttlMs":60000}`},
	}
}

func TestAFullDiskIsSaidLosesNothingAndIsRecoveredFrom(t *testing.T) {
	p := newPlace(t)
	p.onDisk("8m")
	at := p.launch("--with-token")
	p.must(at, http.MethodPost, "/experimental/workspace", `{"id":"wrk_a","directory":"~","projectID":"p"}`)
	var session struct{ ID string }
	if err := json.Unmarshal([]byte(p.must(at, http.MethodPost, "/session", `{"workspaceID":"wrk_a","title":"before"}`)), &session); err != nil {
		t.Fatal(err)
	}
	p.must(at, http.MethodPost, "/session", `{"workspaceID":"wrk_a","title":"`+strings.Repeat("to go ", 2000)+`"}`)
	p.must(at, http.MethodPost, "/session/"+session.ID+"/message", `{"parts":[{"type":"text","text":"`+strings.Repeat("first", 2000)+`"}]}`)
	p.must(at, http.MethodPost, "/stub/v1/approvals", `{"workspaceID":"wrk_a","path":"/etc"}`)
	p.exec(at, "until [ -e go ]; do sleep 0.05; done; touch gone")

	empty := p.fill()
	before := p.contents()
	for _, one := range writes(session.ID) {
		status, text := p.answer(at, one[0], one[1], one[2])
		if status != http.StatusInsufficientStorage || !strings.Contains(text, "NoSpaceError") || !strings.Contains(text, `"disk_full"`) {
			t.Errorf("%s %s: %d %s", one[0], one[1], status, text)
		}
	}
	if after := p.contents(); !maps.Equal(before, after) {
		for path := range after {
			if before[path] != after[path] {
				t.Errorf("%s was changed: %q, was %q", path, after[path], before[path])
			}
		}
	}
	if text := p.must(at, http.MethodGet, "/session/"+session.ID, ""); !strings.Contains(text, `"before"`) {
		t.Errorf("the session is %s", text)
	}
	p.withoutRoom(at, session.ID)
	// What needs no room goes on.
	p.must(at, http.MethodPost, "/stub/v1/exec", `{"command":"echo hi > note","cwd":"~","saveOutput":true}`)
	p.must(at, http.MethodPost, "/stub/v1/exec", `{"command":"touch go","cwd":"~"}`)
	eventually(t, "the command that ran ends", func() bool {
		_, err := os.Stat(filepath.Join(p.dir, "home", "gone"))
		return err == nil
	})
	at.healthy(t)
	if log := p.read("log", "stub.log"); strings.Count(log, "\n") < 2 {
		t.Errorf("log: %s", log)
	}

	empty()
	for _, one := range writes(session.ID) {
		p.must(at, one[0], one[1], one[2])
	}
	p.run("stop", "--root", p.root)
	at = p.launch("--with-token")
	if text := p.must(at, http.MethodGet, "/session/"+session.ID+"/message", ""); !strings.Contains(text, strings.Repeat("m", 5000)) {
		t.Errorf("messages: %s", text)
	}
	if text := p.must(at, http.MethodGet, "/stub/v1/approvals", ""); !strings.Contains(text, "/etc") || !strings.Contains(text, "/usr/bin") {
		t.Errorf("approvals: %s", text)
	}
	if text := p.must(at, http.MethodGet, "/global/health", ""); !strings.Contains(text, `"damaged":[]`) {
		t.Errorf("health: %s", text)
	}
	if temporary, _ := filepath.Glob(p.path("state", "*", ".tmp-*")); len(temporary) > 0 {
		t.Errorf("left: %v", temporary)
	}
}

// withoutRoom sees that a copy and a shell command leave nothing half made,
// and that a session can go.
func (p place) withoutRoom(at readyLine, sessionID string) {
	p.t.Helper()
	for path, body := range map[string]string{"/fork": "{}", "/shell": `{"command":"` + strings.Repeat(": ", 3000) + `"}`} {
		status, text := p.answer(at, http.MethodPost, "/session/"+sessionID+path, body)
		if status != http.StatusInsufficientStorage {
			p.t.Errorf("%s: %d %s", path, status, text)
		}
	}
	var sessions []struct{ ID string }
	if err := json.Unmarshal([]byte(p.must(at, http.MethodGet, "/session?workspace=wrk_a", "")), &sessions); err != nil || len(sessions) != 2 {
		p.t.Errorf("%v, %v", sessions, err)
	}
	if text := p.must(at, http.MethodGet, "/session/status", ""); strings.TrimSpace(text) != "{}" {
		p.t.Errorf("busy: %s", text)
	}
	for _, one := range sessions {
		if one.ID != sessionID {
			p.must(at, http.MethodDelete, "/session/"+one.ID, "")
		}
	}
}
