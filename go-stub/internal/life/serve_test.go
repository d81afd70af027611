package life

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

func TestBothListenersServe(t *testing.T) {
	files, fake := testFiles(t), &fakeServer{closed: make(chan struct{})}
	s, _ := serving(t, files, fake.build)
	withoutSocket := s.Record
	withoutSocket.Socket = ""
	for _, record := range []Record{s.Record, withoutSocket} {
		got, err := peer{record: record}.do(t.Context(), http.MethodGet, "/", "", http.Header{})
		if err != nil || string(got.body) != "hello" {
			t.Errorf("%+v: %q, %v", record, got.body, err)
		}
	}
	written, err := readRecord(files)
	if err != nil || written != s.Record {
		t.Errorf("recorded %+v (%v), want %+v", written, err, s.Record)
	}
	if port, err := os.ReadFile(files.PortFile()); string(port) != fmt.Sprintln(s.Record.Port) {
		t.Errorf("stub.port: %q, %v", port, err)
	}
}

func TestStreamsEndProperlyWhenAskedToShutDown(t *testing.T) {
	files, fake := testFiles(t), &fakeServer{closed: make(chan struct{})}
	s, ended := serving(t, files, fake.build)
	res, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/stream", s.Record.Port))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	fake.setup.Shutdown("asked to")
	fake.setup.Shutdown("asked twice")
	if body, err := io.ReadAll(res.Body); err != nil || string(body) != "begin end" {
		t.Errorf("%q, %v", body, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if log := readLog(t, files.LogFile()); !strings.Contains(log, `reason="asked to"`) {
		t.Error(log)
	}
}

func TestAConnectionWithoutARequestDoesNotHoldUpTheEnd(t *testing.T) {
	files, fake := testFiles(t), &fakeServer{closed: make(chan struct{})}
	s, ended := serving(t, files, fake.build)
	conn, err := net.Dial("unix", s.Record.Socket)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	// Connections are accepted in their order: after this one, the first was.
	if _, err := (peer{record: s.Record}).do(t.Context(), http.MethodGet, "/", "", http.Header{}); err != nil {
		t.Fatal(err)
	}
	fake.setup.Shutdown("asked to")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the connection: %v", err)
	}
}

func TestAPanicWhileStartingIsLoggedAndFreesTheLock(t *testing.T) {
	files := testFiles(t)
	err := Serve(t.Context(), ServeOptions{Files: files, Terminal: io.Discard, Build: func(Setup) (Server, error) { panic("oh no") }})
	if err == nil || !strings.Contains(err.Error(), "oh no") {
		t.Errorf("answered %v", err)
	}
	if log := readLog(t, files.LogFile()); !strings.Contains(log, "oh no") || !strings.Contains(log, "serve_test.go") {
		t.Errorf("the log has no trace: %s", log)
	}
	expectHeld(t, files.LockFile(), false)
}

func TestOneEndingStubLeavesTheRecordOfAnother(t *testing.T) {
	files, fake := testFiles(t), &fakeServer{closed: make(chan struct{})}
	s, ended := serving(t, files, fake.build)
	other := s.Record
	other.Instance = "another"
	if err := writeRecord(files, other); err != nil {
		t.Fatal(err)
	}
	fake.setup.Shutdown("asked to")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got, err := readRecord(files); err != nil || got != other {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestTheTokenOutlivesStubsButADamagedOneIsReplaced(t *testing.T) {
	files := testFiles(t)
	if err := files.Create(); err != nil {
		t.Fatal(err)
	}
	var damage state.Report
	first, err := ensureToken(files, &damage)
	if err != nil || len(first) != 64 {
		t.Fatalf("%q, %v", first, err)
	}
	if second, err := ensureToken(files, &damage); second != first || err != nil {
		t.Errorf("%q, %v; want %q", second, err, first)
	}
	for _, content := range []string{"", "abc", strings.Repeat("g", 64), first + first} {
		if err := os.WriteFile(files.TokenFile(), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadToken(files); err == nil {
			t.Errorf("%q was read as a token", content)
		}
		if got, err := ensureToken(files, &damage); len(got) != 64 || got == first || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	if len(damage.List()) != 4 {
		t.Errorf("reported %+v", damage.List())
	}
}

func readLog(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
