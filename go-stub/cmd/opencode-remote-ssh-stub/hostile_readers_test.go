package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// deaf asks for a stream of which it reads nothing more than the head.
func (at readyLine) deaf(t *testing.T, request string) *raw {
	t.Helper()
	r := knock(t, "unix", at.Socket) // its buffers are small
	head, rest, _ := strings.Cut(request, "\r\n")
	r.say("%s HTTP/1.1\r\nHost: stub\r\n%s%s", head, at.bearer(), rest)
	_ = r.SetReadDeadline(time.Now().Add(patience))
	if line, err := r.in.ReadString('\n'); err != nil || !strings.Contains(line, " 200 ") && !strings.Contains(line, " 101 ") {
		t.Fatalf("%q, %v", line, err)
	}
	return r
}

const deafFor = 90 * time.Second

func TestReadersOfEventsThatNeverReadAreLetGo(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	at := p.launch("--with-token")
	before, memory := descriptors(t, at.PID), statusOf(t, at.PID, "VmHWM")
	const readers, events, size = 20, 60, 500 << 10
	for range readers {
		at.deaf(t, "GET /global/event\r\n\r\n")
	}
	late := at.deaf(t, "GET /global/event\r\n\r\n")
	good := p.open(at, http.MethodGet, "/global/event", "")
	t.Cleanup(func() { _ = good.Body.Close() })
	seen := make(chan int)
	go func() {
		n := 0
		lines := bufio.NewReaderSize(good.Body, 1<<20)
		for n < events {
			line, err := lines.ReadString('\n')
			if err != nil {
				break
			}
			if strings.Contains(line, "tui.toast.show") {
				n++
			}
		}
		seen <- n
	}()
	body, err := json.Marshal(map[string]string{"title": strings.Repeat("x", size), "variant": "info", "message": "m"})
	if err != nil {
		t.Fatal(err)
	}
	for range events {
		if res := p.ask(at, http.MethodPost, "/tui/show-toast", string(body)); res.StatusCode != http.StatusOK {
			t.Fatal(res.Status)
		}
		at.healthy(t)
	}
	if n := <-seen; n != events {
		t.Errorf("a reader that reads got %d events of %d", n, events)
	}
	if now := statusOf(t, at.PID, "VmHWM"); now-memory > 2*grew {
		t.Errorf("it grew from %d to %d KiB", memory, now)
	}
	p.resumes(at, late)
	for end := time.Now().Add(deafFor); descriptors(t, at.PID) > before+2; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("they are not let go")
		}
	}
	at.healthy(t)
}

// resumes sees that a reader that reads again after too long has a clean end,
// and that it can come back where it was.
func (p place) resumes(at readyLine, late *raw) {
	p.t.Helper()
	_ = late.SetReadDeadline(time.Now().Add(patience))
	data, err := io.ReadAll(io.LimitReader(late.in, 64<<20))
	if err != nil && !strings.Contains(string(data), "\r\n0\r\n\r\n") {
		// The end is clean, and the connection waits for the next request.
		p.t.Fatalf("%d bytes, %v: …%q", len(data), err, data[max(0, len(data)-300):])
	}
	text := string(data)
	at.gap(p, text[strings.LastIndex(text, "id: ")+4:])
}

func (at readyLine) gap(p place, from string) {
	p.t.Helper()
	from, _, _ = strings.Cut(from, "\n")
	r := at.deaf(p.t, "GET /global/event\r\nLast-Event-ID: "+from+"\r\n\r\n")
	for {
		line, err := r.in.ReadString('\n')
		if err != nil {
			p.t.Fatalf("no gap is told: %v", err)
		}
		if strings.Contains(line, "stub.gap") && strings.Contains(line, from) {
			_ = r.Close()
			return
		}
	}
}

func TestReadersOfOutputThatNeverReadHoldNobodyUp(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	memory := statusOf(t, at.PID, "VmHWM")
	const body = `{"command":"head -c 30000000 /dev/zero; touch ended-$$","cwd":"~","keepBytes":1000000}`
	const readers = 20
	for range readers {
		r := at.knock(t)
		r.say("POST /stub/v1/exec?follow=true HTTP/1.1\r\nHost: stub\r\n%sContent-Length: %d\r\n\r\n%s", at.bearer(), len(body), body)
	}
	eventually(t, "all commands end", func() bool {
		var all []struct{ State string }
		res := p.open(at, http.MethodGet, "/stub/v1/exec", "")
		defer func() { _ = res.Body.Close() }()
		if err := json.NewDecoder(res.Body).Decode(&all); err != nil {
			t.Fatal(err)
		}
		ended := 0
		for _, one := range all {
			if one.State == "exited" {
				ended++
			}
		}
		return ended == readers
	})
	if now := statusOf(t, at.PID, "VmHWM"); now-memory > 2*grew {
		t.Errorf("it grew from %d to %d KiB", memory, now)
	}
	at.healthy(t)
}

func TestTerminalsThatAreNeverReadAreLetGo(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	at := p.launch("--with-token")
	before := descriptors(t, at.PID)
	body := `{"id":"wrk_a","directory":"~","projectID":"p"}`
	if res := p.ask(at, http.MethodPost, "/experimental/workspace", body); res.StatusCode != http.StatusOK {
		t.Fatal(res.Status)
	}
	res := p.open(at, http.MethodPost, "/pty?workspace=wrk_a", `{"command":"yes"}`)
	var terminal struct{ ID string }
	if err := json.NewDecoder(res.Body).Decode(&terminal); err != nil || terminal.ID == "" {
		t.Fatal(res.Status, err)
	}
	_ = res.Body.Close()
	const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
	for range 10 {
		at.deaf(t, "GET /pty/"+terminal.ID+"/connect?workspace=wrk_a\r\n"+upgrade)
	}
	at.healthy(t)
	for end := time.Now().Add(deafFor); descriptors(t, at.PID) > before+4; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("they are not let go")
		}
	}
	if res := p.ask(at, http.MethodDelete, "/pty/"+terminal.ID+"?workspace=wrk_a", ""); res.StatusCode != http.StatusOK {
		t.Error(res.Status)
	}
	at.healthy(t)
}
