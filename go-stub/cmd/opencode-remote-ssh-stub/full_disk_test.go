package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
)

// The limit of a file's size is what an ordinary user can set; a disk's quota
// looks the same.
func TestAFileThatMayNotGrowLosesNothing(t *testing.T) {
	p := newPlace(t)
	cmd := p.command()
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", `ulimit -f 64 && exec "$0" launch --root "$1" --with-token`, p.exe, p.root}
	at := ready(t, finish(t, cmd))
	p.must(at, http.MethodPost, "/experimental/workspace", `{"id":"wrk_a","directory":"~","projectID":"p"}`)
	var session struct{ ID string }
	if err := json.Unmarshal([]byte(p.must(at, http.MethodPost, "/session", `{"workspaceID":"wrk_a"}`)), &session); err != nil {
		t.Fatal(err)
	}
	prompt := func(text string) (int, string) {
		return p.answer(at, http.MethodPost, "/session/"+session.ID+"/message", `{"noReply":true,"parts":[{"type":"text","text":"`+text+`"}]}`)
	}
	before := p.contents()
	if status, text := prompt(strings.Repeat("m", 100_000)); status != http.StatusInsufficientStorage {
		t.Errorf("%d %s", status, text)
	}
	if !maps.Equal(before, p.contents()) {
		t.Error("the state is another one")
	}
	if status, text := prompt("short"); status != http.StatusOK {
		t.Errorf("%d %s", status, text)
	}
	p.run("stop", "--root", p.root)
	at = p.launch("--with-token")
	if text := p.must(at, http.MethodGet, "/session/"+session.ID+"/message", ""); !strings.Contains(text, "short") || strings.Contains(text, "mmm") {
		t.Errorf("messages: %s", text)
	}
}

func TestAStubThatFindsItsDiskFullSaysSoAndStartsWhenItIsNot(t *testing.T) {
	p := newPlace(t)
	p.onDisk("4m")
	first := p.launch("--with-token")
	p.run("stop", "--root", p.root)
	empty := p.fill()
	got := p.run("launch", "--root", p.root)
	if code := line[errorLine](t, got.stdout, wordError).Code; got.code == 0 || code != failure.NoSpace {
		t.Errorf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
	if strings.TrimSpace(p.read("run", "stub.token")) != first.Token {
		t.Error("the token is another one")
	}
	empty()
	if again := p.launch("--with-token"); again.Token != first.Token {
		t.Error("the token is another one")
	}
}

func TestAnInstallationOnAFullDiskLeavesNothingHalfMade(t *testing.T) {
	p := newPlace(t)
	info, err := os.Stat(p.exe)
	if err != nil {
		t.Fatal(err)
	}
	p.onDisk(strconv.FormatInt(info.Size()/1024+1024, 10) + "k")
	uploaded, sum, final := p.upload(".upload-1", "")
	empty := p.fill()
	exe := p.exe
	p.exe = uploaded
	got := p.run("install", "--name", final, "--sha256", sum)
	if got.code == 0 {
		// It takes a few bytes, which may have been there.
		t.Skip("there was room")
	}
	if code := line[errorLine](t, got.stdout, wordError).Code; code != failure.NoSpace {
		t.Errorf("%s: %s", code, got.stdout)
	}
	if half, _ := filepath.Glob(p.path(".tmp-*")); len(half) > 0 {
		t.Errorf("left: %v", half)
	}
	if data, err := os.ReadFile(p.path("bin", final)); err == nil {
		whole, _ := os.ReadFile(exe)
		if !bytes.Equal(data, whole) {
			t.Errorf("%s is half made: %d bytes", final, len(data))
		}
	}
	empty()
	for _, at := range []string{uploaded, p.path("bin", final)} {
		if _, err := os.Stat(at); err == nil {
			p.exe = at
		}
	}
	if got := p.run("install", "--name", final, "--sha256", sum); got.code != 0 {
		t.Errorf("with room: %s%s", got.stdout, got.stderr)
	}
	if p.read("version") == "" {
		t.Error("the version is empty")
	}
}
