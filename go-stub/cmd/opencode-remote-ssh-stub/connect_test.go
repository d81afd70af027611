package main

import (
	"io"
	"strings"
	"testing"
)

func TestConnectJoinsStdinAndStdoutToTheStub(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	cmd := p.command("connect", "--root", p.root)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	request := "GET /global/health HTTP/1.1\r\nHost: stub\r\nConnection: close\r\nAuthorization: Bearer " + at.Token + "\r\n\r\n"
	if _, err := io.WriteString(in, request); err != nil {
		t.Fatal(err)
	}
	answer := string(ends(t, out))
	if err := cmd.Wait(); err != nil {
		t.Errorf("after the stub ended the connection: %v", err)
	}
	if !strings.HasPrefix(answer, "HTTP/1.1 200 ") || !strings.Contains(answer, at.Instance) {
		t.Errorf("%s", answer)
	}
}

func TestConnectEndsWhenStdinEnds(t *testing.T) {
	p := newPlace(t)
	p.launch()
	if got := p.run("connect", "--root", p.root); got.code != 0 {
		t.Errorf("exit code %d: %s", got.code, got.stderr)
	}
}

func TestConnectWithoutAStubSaysSo(t *testing.T) {
	p := newPlace(t)
	got := p.run("connect", "--root", p.root)
	if got.code != exitFailed || got.stdout != "" || !strings.Contains(got.stderr, "no stub to connect to") {
		t.Errorf("exit code %d: %q %s", got.code, got.stdout, got.stderr)
	}
}
