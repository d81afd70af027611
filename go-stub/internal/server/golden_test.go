package server

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

var update = flag.Bool("update", false, "write the golden bodies instead of comparing")

const goldenDir = "../../../libs/protocol/golden"

// golden are bodies of a real stub by file name, each with its schema in openapi.yaml.
type golden struct {
	t      *testing.T
	stub   *testStub
	bodies map[string][]byte
	schema map[string]string
}

// TestTheGoldenBodiesAreWhatTheStubAnswers makes one body of every shape. The
// same files are what the TypeScript schemas are tested on.
func TestTheGoldenBodiesAreWhatTheStubAnswers(t *testing.T) {
	g := &golden{t: t, stub: newStub(t, unheld), bodies: map[string][]byte{}, schema: map[string]string{}}
	live := g.stub.listen("/global/event", "")
	bare := g.stub.listen("/event", "")
	g.workspaces()
	g.sessions()
	g.commands()
	g.permissions()
	g.failures()
	g.approvals()
	g.files()
	g.leases()
	g.events(live, bare)
	doc := openapi(t)
	for name, body := range g.bodies {
		stable := stabilise(t, bytes.ReplaceAll(body, []byte(g.stub.state), []byte("/home/user/.opencode-remote-ssh/state")), g.stub.home)
		g.check(doc, name, stable)
		g.compare(name, stable)
	}
	if !*update {
		g.noOthers()
	}
}

func (g *golden) call(name, schema, method, path string, body any, status int, out any) {
	g.t.Helper()
	var raw json.RawMessage
	g.stub.call(method, path, body, status, &raw)
	g.add(name, schema, raw)
	if out != nil {
		if err := json.Unmarshal(raw, out); err != nil {
			g.t.Fatal(err)
		}
	}
}

func (g *golden) add(name, schema string, raw []byte) {
	g.bodies[name], g.schema[name] = bytes.Clone(raw), schema
}

func (g *golden) workspaces() {
	dir := filepath.Join(g.stub.home, "app")
	if err := os.Mkdir(dir, 0o700); err != nil {
		g.t.Fatal(err)
	}
	body := map[string]any{"id": "wrk_app", "type": "ssh", "name": "app", "directory": dir, "projectID": "6d080ac856ab", "extra": map[string]any{"target": "box"}}
	g.call("workspace", "Workspace", "POST", "/experimental/workspace", body, 200, nil)
	g.call("workspace-list", "[]Workspace", "GET", "/experimental/workspace", nil, 200, nil)
	g.call("workspace-status", "[]WorkspaceStatus", "GET", "/experimental/workspace/status", nil, 200, nil)
	g.call("health", "Health", "GET", "/global/health", nil, 200, nil)
}

func (g *golden) sessions() {
	var info struct{ ID string }
	g.call("session", "Session", "POST", "/session?workspace=wrk_app", map[string]any{"title": "t1"}, 200, &info)
	g.call("shell", "Message", "POST", "/session/"+info.ID+"/shell", map[string]any{"agent": "build", "command": "echo hi"}, 200, nil)
	g.call("session-list", "[]Session", "GET", "/session", nil, 200, nil)
	g.call("message-list", "[]Message", "GET", "/session/"+info.ID+"/message", nil, 200, nil)
	g.call("session-status", "", "GET", "/session/status", nil, 200, nil)
	g.call("sync-history", "[]HistoryEvent", "POST", "/sync/history", map[string]any{info.ID: 1}, 200, nil)
	g.call("session-changed", "Session", "PATCH", "/session/"+info.ID, map[string]any{"title": "t2", "time": map[string]any{"archived": int64(1795369758590)}}, 200, nil)
}

func (g *golden) commands() {
	var command exec.Status
	g.call("exec-running", "Command", "POST", "/stub/v1/exec", exec.Spec{Key: "k1", Argv: []string{"cat"}, Stdin: "pipe"}, 201, &command)
	g.call("exec-stdin", "StdinState", "POST", "/stub/v1/exec/"+command.ID+"/stdin?offset=0&close=true", "hi\n", 200, nil)
	g.frames(g.stub.do(g.stub.request("GET", "/stub/v1/exec/"+command.ID+"/output?follow=true", nil)), "start", "exit")
	g.call("exec-exited", "Command", "GET", "/stub/v1/exec/"+command.ID, nil, 200, nil)
	killed := g.stub.start(exec.Spec{Command: "sleep 100"})
	g.stub.call("POST", "/stub/v1/exec/"+killed.ID+"/kill", map[string]any{"signal": "SIGKILL"}, 200, nil)
	g.stub.follow(killed.ID, 0)
	g.call("exec-killed", "Command", "GET", "/stub/v1/exec/"+killed.ID, nil, 200, nil)
	saved := g.stub.run(exec.Spec{Command: "echo kept", SaveOutput: true})
	g.call("exec-saved", "Command", "GET", "/stub/v1/exec/"+saved.meta[0]["id"].(string), nil, 200, nil)
	cut := g.stub.run(exec.Spec{Argv: []string{"head", "-c", "300000", "/dev/zero"}, KeepBytes: 4096})
	g.frames(g.stub.do(g.stub.request("GET", "/stub/v1/exec/"+cut.meta[0]["id"].(string)+"/output", nil)), "cut")
}

func (g *golden) frames(res *http.Response, kinds ...string) {
	tr := readFrames(g.t, res.Body)
	for _, kind := range kinds {
		raw, err := json.Marshal(tr.of(kind))
		if err != nil {
			g.t.Fatal(err)
		}
		g.add("frame-"+kind, "FrameMeta", raw)
	}
}

// events takes the first event of each type that happened meanwhile.
func (g *golden) events(live, bare *listener) {
	seen := map[string]sse{}
	for len(seen) < 64 {
		frame, ok := live.next()
		if !ok {
			g.t.Fatal("the events ended")
		}
		if _, has := seen[frame.kind]; !has {
			seen[frame.kind] = frame
		}
		if frame.kind == "stub.lease.lost" {
			break
		}
	}
	for _, kind := range []string{
		"server.connected", "session.created", "session.updated", "session.status", "session.idle", "message.updated",
		"message.part.updated", "permission.asked", "permission.replied", "sync:session.created.1", "sync:message.updated.1", "sync:message.part.updated.1",
		"stub.lease.lost",
	} {
		if seen[kind].data == nil {
			g.t.Errorf("there was no %s", kind)
			continue
		}
		g.add("event-"+strings.ReplaceAll(kind, ":", "-"), "GlobalEvent", seen[kind].data)
	}
	g.add("event-bare", "PlainEvent", bare.until("session.created").data)
	gap := g.stub.listen("/global/event", "other.7")
	g.add("event-stub.gap", "GlobalEvent", gap.until("stub.gap").data)
}
