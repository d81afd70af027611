package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/pty"
)

// screen is a client of a terminal's WebSocket.
type screen struct {
	t      testing.TB
	conn   *websocket.Conn
	text   string
	cursor int64 // as it was told, -1 before
}

func (s *testStub) attach(path string, header http.Header) *screen {
	s.t.Helper()
	if header == nil {
		header = http.Header{}
	}
	header.Set("Authorization", "Bearer "+testToken)
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, "ws://stub"+path, &websocket.DialOptions{HTTPClient: s.client, HTTPHeader: header})
	if err != nil {
		s.t.Fatal(err)
	}
	conn.SetReadLimit(1 << 20)
	s.t.Cleanup(func() { _ = conn.CloseNow() })
	return &screen{t: s.t, conn: conn, cursor: -1}
}

// next reads one message; the error is that of the connection.
func (c *screen) next() error {
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	kind, data, err := c.conn.Read(ctx)
	if err != nil {
		return err
	}
	if kind == websocket.MessageText {
		c.text += string(data)
		return nil
	}
	var control struct{ Cursor int64 }
	if data[0] != 0 || json.Unmarshal(data[1:], &control) != nil {
		c.t.Fatalf("got %q", data)
	}
	c.cursor = control.Cursor
	return nil
}

func (c *screen) until(text string) {
	c.t.Helper()
	for !strings.Contains(c.text, text) {
		if err := c.next(); err != nil {
			c.t.Fatalf("%v, after %q", err, c.text)
		}
	}
}

func (c *screen) closed() websocket.StatusCode {
	for {
		if err := c.next(); err != nil {
			return websocket.CloseStatus(err)
		}
	}
}

func (c *screen) enter(text string) {
	c.t.Helper()
	if err := c.conn.Write(context.Background(), websocket.MessageText, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

func (s *testStub) terminalOf(command string) pty.Info {
	s.t.Helper()
	var info pty.Info
	s.call("POST", "/pty", map[string]any{"command": "/bin/sh", "args": []string{"-c", command, "sh"}}, http.StatusOK, &info)
	return info
}

func ended(pid int) func() bool {
	return func() bool { return errors.Is(unix.Kill(pid, 0), unix.ESRCH) }
}

func TestATerminalIsTypedIntoAndShown(t *testing.T) {
	s := newStub(t)
	live := s.listen("/global/event", "")
	var info pty.Info
	s.call("POST", "/pty", map[string]any{"command": "/bin/sh", "title": "mine", "env": map[string]string{"K": "v w"}}, http.StatusOK, &info)
	if info.Status != pty.Running || info.Title != "mine" || info.Cwd != s.home || info.Args[0] != "-l" || !strings.HasPrefix(info.ID, "pty_") {
		t.Errorf("%+v", info)
	}
	live.until("pty.created")
	c := s.attach("/pty/"+info.ID+"/connect", nil)
	c.enter("echo \"<$TERM $OPENCODE_TERMINAL $K $(tty | head -c 8)>\"; pwd\n")
	c.until("<xterm-256color 1 v w /dev/pts>")
	c.until(s.home)
	s.call("PUT", "/pty/"+info.ID, map[string]any{"title": "other", "size": map[string]int{"rows": 33, "cols": 101}}, http.StatusOK, &info)
	live.until("pty.updated")
	c.enter("stty size\n")
	c.until("33 101")
	c.enter("exit 7\n")
	if code := c.closed(); code != websocket.StatusNormalClosure {
		t.Errorf("closed with %d", code)
	}
	if frame := string(live.until("pty.exited").data); !strings.Contains(frame, `"exitCode":7`) {
		t.Errorf("got %s", frame)
	}
	s.failure("GET", "/pty/"+info.ID, nil, http.StatusNotFound, "NotFoundError", "pty_not_found")
	var ended struct{ Data any }
	s.call("GET", "/api/pty/"+info.ID, nil, http.StatusOK, &ended)
	if got := ended.Data.(map[string]any); got["status"] != "exited" || got["exitCode"] != 7.0 || got["title"] != "other" {
		t.Errorf("%+v", got)
	}
	if code := s.attach("/pty/"+info.ID+"/connect", nil).closed(); code != 4404 {
		t.Errorf("closed with %d", code)
	}
}

func TestAClientThatComesBackGoesOnWhereItWas(t *testing.T) {
	s := newStub(t)
	info := s.terminalOf("echo ä😀; read x; echo more $x; read y")
	first := s.attach("/pty/"+info.ID+"/connect", nil)
	first.until("😀\r\n")
	for first.cursor < 0 {
		_ = first.next()
	}
	_ = first.conn.CloseNow()
	again := s.attach("/pty/"+info.ID+"/connect?cursor=3", nil)
	again.enter("1\n")
	again.until("more 1")
	if again.text[0] != '\r' || again.cursor < 5 {
		t.Errorf("got %q from %d", again.text, again.cursor)
	}
	all := s.attach("/api/pty/"+info.ID+"/connect", nil)
	all.until("more 1")
	if !strings.HasPrefix(all.text, "ä😀\r\n") {
		t.Errorf("got %q", all.text)
	}
	none := s.attach("/pty/"+info.ID+"/connect?cursor=-1", nil)
	for none.cursor < 0 {
		_ = none.next()
	}
	if none.text != "" {
		t.Errorf("got %q", none.text)
	}
}

func TestAClientThatReadsNothingHoldsNobodyUp(t *testing.T) {
	s := newStub(t)
	info := s.terminalOf("read x; head -c 6000000 /dev/zero | tr '\\0' x; echo done; read y")
	_ = s.attach("/pty/"+info.ID+"/connect", nil) // never reads
	c := s.attach("/pty/"+info.ID+"/connect", nil)
	c.enter("\n")
	for !strings.Contains(c.text, "done") {
		c.text = c.text[max(0, len(c.text)-8):]
		if err := c.next(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestATerminalEndsWithAllThatItRuns(t *testing.T) {
	s := newStub(t)
	info := s.terminalOf("trap '' HUP; sleep 100 & echo pid $!; while :; do sleep 0.1; done")
	c := s.attach("/pty/"+info.ID+"/connect", nil)
	c.until("pid ")
	c.until("\r\n")
	s.call("DELETE", "/pty/"+info.ID, nil, http.StatusOK, nil)
	s.failure("GET", "/api/pty/"+info.ID, nil, http.StatusNotFound, "NotFoundError", "pty_not_found")
	c.closed()
	eventually(t, "the shell is gone", ended(info.PID))
}

func TestTerminalsEndWithTheirWorkspace(t *testing.T) {
	s := newStub(t)
	if err := os.Mkdir(s.home+"/app", 0o700); err != nil {
		t.Fatal(err)
	}
	s.call("POST", "/experimental/workspace", map[string]any{"id": "wrk_app", "directory": "~/app", "projectID": "p"}, http.StatusOK, nil)
	var info pty.Info
	s.call("POST", "/pty?workspace=wrk_app", map[string]any{"command": "sleep", "args": []string{"100"}}, http.StatusOK, &info)
	if info.Cwd != s.home+"/app" {
		t.Errorf("%+v", info)
	}
	var list []pty.Info
	if s.call("GET", "/pty?workspace=wrk_home", nil, http.StatusOK, &list); len(list) != 0 {
		t.Errorf("another workspace has %v", list)
	}
	s.failure("GET", "/pty/"+info.ID+"?workspace=wrk_home", nil, http.StatusNotFound, "NotFoundError", "pty_not_found")
	if s.server.Activity().Commands != 1 {
		t.Error("a terminal does not count as use")
	}
	s.call("DELETE", "/experimental/workspace/wrk_app", nil, http.StatusOK, nil)
	eventually(t, "it is gone", ended(info.PID))
	eventually(t, "nothing is in use", func() bool { return s.server.Activity().Commands == 0 })
}

func someone(name string) lease.Holder {
	return lease.Holder{Workspace: name, User: name, Machine: "m", MachineID: "m-1", PID: 1}
}
