package main

import (
	"strings"
	"syscall"
	"testing"
)

func TestTheTraceOfACrashIsInTheLogOfTheNextStub(t *testing.T) {
	p := newPlace(t)
	pid := p.launch().PID
	kill(t, pid, syscall.SIGABRT)
	eventually(t, "the process is gone", func() bool { return gone(pid) })
	p.launch()
	log := p.read("log", "stub.log")
	if !strings.Contains(log, "SIGABRT") || !strings.Contains(log, "goroutine ") {
		t.Errorf("no trace: %s", log)
	}
	if p.read("log", "stub.crash") != "" {
		t.Error("it would be told twice")
	}
}
