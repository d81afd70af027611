package server

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"net/url"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
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

func (g *golden) permissions() {
	res := g.stub.do(g.stub.request("POST", "/stub/v1/exec?follow=true", exec.Spec{Command: "cat hostname", Cwd: "/etc", WorkspaceID: "wrk_app"}))
	asked, err := readFrame(res.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	g.add("frame-permission", "FrameMeta", asked.payload)
	var list []struct{ ID string }
	g.call("permission-list", "[]PermissionRequest", "GET", "/permission", nil, 200, &list)
	g.call("true", "", "POST", "/permission/"+list[0].ID+"/reply", map[string]any{"reply": "reject", "message": "not there"}, 200, nil)
	denied, err := readFrame(res.Body)
	if err != nil {
		g.t.Fatal(err)
	}
	g.add("frame-denied", "FrameMeta", denied.payload)
	g.call("command-look", "CommandLook", "POST", "/stub/v1/command/look?workspace=wrk_app", map[string]any{"command": "cat ~/.ssh/config /srv/in > /srv/out; $(next)"}, 200, nil)
	g.manyTouches()
}

// manyTouches are asked for in one request, with what a person has to know.
func (g *golden) manyTouches() {
	ctx, cancel := context.WithCancel(g.t.Context())
	over := make(chan error)
	go func() {
		over <- g.stub.server.policy.Permit(ctx, policy.Question{
			WorkspaceID: "wrk_home", Command: "cat ~/.ssh/config > /srv/out", Unknown: []string{"$(cat list)"},
			Touches: []policy.Touch{
				{Path: g.stub.home + "/.ssh/config", Requested: "~/.ssh/config", Access: policy.Read},
				{Path: "/srv/out", Requested: "/srv/out", Access: policy.Edit},
			},
		})
	}()
	g.stub.asked()
	g.call("permission-many", "[]PermissionRequest", "GET", "/permission", nil, 200, nil)
	cancel()
	<-over
}

func (g *golden) failures() {
	g.call("error-permission-required", "Error", "POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: "/etc", OnDenied: "fail"}, 403, nil)
	g.call("error-not-found", "Error", "GET", "/session/ses_none", nil, 404, nil)
	g.call("error-no-route", "Error", "GET", "/nowhere", nil, 404, nil)
	g.call("error-method", "Error", "DELETE", "/session", nil, 405, nil)
	g.call("error-field", "Error", "POST", "/stub/v1/exec", `{"argv":"ls"}`, 400, nil)
	g.call("error-cwd", "Error", "POST", "/stub/v1/exec", exec.Spec{Command: "pwd", Cwd: "~/none"}, 400, nil)
	g.call("error-conflict", "Error", "POST", "/stub/v1/exec", exec.Spec{Key: "k1", Command: "pwd"}, 409, nil)
	command := g.stub.start(exec.Spec{Argv: []string{"cat"}, Stdin: "pipe"})
	g.call("error-stdin-offset", "Error", "POST", "/stub/v1/exec/"+command.ID+"/stdin?offset=5", "x", 409, nil)
	g.call("error-too-large", "Error", "POST", "/stub/v1/exec", strings.Repeat(" ", maxBody+1), 413, nil)
	r := g.stub.request("GET", "/global/health", nil)
	r.Header.Del("Authorization")
	var raw json.RawMessage
	if err := json.NewDecoder(g.stub.do(r).Body).Decode(&raw); err != nil {
		g.t.Fatal(err)
	}
	g.add("error-unauthorized", "Error", raw)
}

func (g *golden) approvals() {
	if err := os.Mkdir(filepath.Join(g.stub.home, "data"), 0o700); err != nil {
		g.t.Fatal(err)
	}
	lent := map[string]any{"path": "~/data", "access": "read", "until": int64(4102444800000), "by": "ann@laptop"}
	g.call("approval", "Approval", "POST", "/stub/v1/approvals", lent, 200, nil)
	g.call("approval-list", "[]Approval", "GET", "/stub/v1/approvals?workspace=wrk_home", nil, 200, nil)
	g.call("approvals-revoked", "Revoked", "DELETE", "/stub/v1/approvals?pattern="+url.QueryEscape(g.stub.home+"/data/*"), nil, 200, nil)
}

func (g *golden) files() {
	if _, err := osexec.LookPath("git"); err != nil {
		g.t.Skip("git is not installed")
	}
	const base = "/stub/v1/file/"
	g.call("file-written", "Written", "PUT", base+"write?workspace=wrk_app&parents=true&path=src/a.txt", "one\ntwo\n", 200, nil)
	g.call("file-stat", "FileStat", "POST", base+"stat?workspace=wrk_app", map[string]any{"path": "src/a.txt"}, 200, nil)
	g.call("file-stat-none", "FileStat", "POST", base+"stat?workspace=wrk_app", map[string]any{"path": "/none/x"}, 200, nil)
	g.call("file-lines", "Lines", "POST", base+"lines?workspace=wrk_app", map[string]any{"path": "src/a.txt", "limit": 1}, 200, nil)
	g.call("file-entries", "Entries", "POST", base+"entries?workspace=wrk_app", map[string]any{"path": "src"}, 200, nil)
	g.call("file-glob", "Globs", "POST", base+"glob?workspace=wrk_app", map[string]any{"pattern": "*.txt"}, 200, nil)
	g.call("file-grep", "GrepLines", "POST", base+"grep?workspace=wrk_app", map[string]any{"pattern": "t.o", "include": "*.txt"}, 200, nil)
	var tracked struct{ Tree string }
	const snapshots = "/stub/v1/snapshot/"
	g.call("snapshot-tree", "SnapshotTree", "POST", snapshots+"track?workspace=wrk_app", nil, 200, &tracked)
	before := tracked.Tree
	g.stub.call("PUT", base+"write?workspace=wrk_app&path=src/a.txt", "one\nthree\n", 200, nil)
	g.stub.call("POST", snapshots+"track?workspace=wrk_app", nil, 200, &tracked)
	change := map[string]any{"from": before, "to": tracked.Tree}
	g.call("snapshot-diff", "SnapshotDiff", "POST", snapshots+"diff?workspace=wrk_app", change, 200, nil)
	g.call("snapshot-restored", "SnapshotRestored", "POST", snapshots+"restore?workspace=wrk_app", map[string]any{"tree": before}, 200, nil)
	g.call("error-outside", "Error", "POST", base+"read?workspace=wrk_app", map[string]any{"path": "/etc/hostname"}, 403, nil)
	changed := g.stub.request("PUT", base+"write?workspace=wrk_app&path=src/a.txt", "three")
	changed.Header.Set("If-Match", `"other"`)
	var raw json.RawMessage
	g.stub.answerOf(changed, 412, &raw)
	g.add("error-changed", "Error", raw)
	g.stub.call("PUT", base+"write?workspace=wrk_app&path=env", "KEY=1\n", 200, nil)
	if err := os.Rename(g.stub.home+"/app/env", g.stub.home+"/app/.env"); err != nil {
		g.t.Fatal(err)
	}
	g.call("error-secret", "Error", "POST", base+"read?workspace=wrk_app", map[string]any{"path": ".env"}, 403, nil)
	g.call("file-stat-secret", "FileStat", "POST", base+"stat?workspace=wrk_app", map[string]any{"path": ".env"}, 200, nil)
	g.call("file-removed", "FileRemoved", "POST", base+"remove?workspace=wrk_app", map[string]any{"path": "src/a.txt"}, 200, nil)
}

func (g *golden) leases() {
	ann := lease.Holder{Workspace: "wrk_app", User: "ann", Machine: "laptop", MachineID: "m-1", PID: 4242}
	bob := lease.Holder{Workspace: "wrk_lab", User: "bob", Machine: "desk", MachineID: "m-2", PID: 4242}
	g.stub.endAll()
	request := lease.Request{ID: "lse_ann", Mode: lease.Exclusive, Holder: ann}
	g.call("lease-grant", "LeaseGrant", "POST", "/stub/v1/lease", request, 200, nil)
	g.call("lease", "Lease", "POST", "/stub/v1/lease/lse_ann/renew", nil, 200, nil)
	g.call("lease-list", "[]Lease", "GET", "/stub/v1/lease", nil, 200, nil)
	var command json.RawMessage
	g.stub.callWith("lse_ann", "POST", "/stub/v1/exec", exec.Spec{Command: "sleep 100"}, 201, &command)
	g.add("exec-leased", "Command", command)
	theft := lease.Request{ID: "lse_bob", Mode: lease.Exclusive, Holder: bob, TTLMs: 30_000}
	g.call("error-lease-held", "Error", "POST", "/stub/v1/lease", theft, 409, nil)
	theft.Steal, theft.StopCommands = true, true
	g.call("lease-stolen", "LeaseGrant", "POST", "/stub/v1/lease", theft, 200, nil)
	g.call("error-lease-lost", "Error", "POST", "/stub/v1/lease/lse_ann/renew", nil, 409, nil)
	g.call("error-lease-unknown", "Error", "POST", "/stub/v1/lease/lse_none/renew", nil, 409, nil)
	g.stub.call("DELETE", "/stub/v1/lease/lse_bob", nil, 200, nil)
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
