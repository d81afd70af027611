package server

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

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
				{Path: "/srv/out", Requested: "/srv/out", Access: policy.Edit, Made: true},
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
