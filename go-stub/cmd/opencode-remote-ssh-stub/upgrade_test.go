package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func TestAnIdleStubOfAnotherBuildIsReplaced(t *testing.T) {
	p := newPlace(t)
	first := p.launch()
	p.exe = p.copyExecutable("newer", "another build")
	second := p.launch()
	if second.Adopted || second.UpgradeWaiting || second.PID == first.PID || second.SHA256 == first.SHA256 {
		t.Errorf("first %+v, second %+v", first, second)
	}
	if second.Predecessor != life.Clean || !gone(first.PID) {
		t.Errorf("predecessor %s", second.Predecessor)
	}
}

func TestABusyStubOfAnotherBuildIsAdopted(t *testing.T) {
	p := newPlace(t)
	first := p.launch("--with-token")
	gate := filepath.Join(p.dir, "home", "gate")
	if err := syscall.Mkfifo(gate, 0o600); err != nil {
		t.Fatal(err)
	}
	p.exec(first, "read x <'"+gate+"'")
	p.exe = p.copyExecutable("newer", "another build")
	second := p.launch()
	if !second.Adopted || !second.UpgradeWaiting || second.PID != first.PID || second.SHA256 != first.SHA256 {
		t.Errorf("first %+v, second %+v", first, second)
	}
	if err := os.WriteFile(gate, []byte("go\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the upgrade happens", func() bool { return p.launch().PID != first.PID })
}
