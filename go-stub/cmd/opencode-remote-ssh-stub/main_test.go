package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const asStub = "ORSSH_TEST_AS_STUB"

// The test binary is also the stub, so that real processes run with the race
// detector.
func TestMain(m *testing.M) {
	if os.Getenv(asStub) != "" {
		main()
	}
	os.Exit(m.Run())
}

const patience = 40 * time.Second

// line finds the one line that begins with the word and reads its JSON.
func line[T any](t *testing.T, stdout, word string) T {
	t.Helper()
	var body T
	found := 0
	for _, text := range strings.Split(stdout, "\n") {
		if rest, ok := strings.CutPrefix(text, word+" "); ok {
			found++
			if err := json.Unmarshal([]byte(rest), &body); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
	}
	if found != 1 {
		t.Fatalf("%d lines begin with %s: %q", found, word, stdout)
	}
	return body
}

// eventually polls until the condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("never happened: %s", what)
}

func gone(pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err != nil || bytes.Contains(stat, []byte(") Z "))
}

func kill(t *testing.T, pid int, sig syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, sig); err != nil {
		t.Fatal(err)
	}
}

// freeze returns when no thread of the process runs any more.
func freeze(t *testing.T, pid int) {
	t.Helper()
	kill(t, pid, syscall.SIGSTOP)
	eventually(t, "the process is stopped", func() bool {
		threads, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task", "*", "stat"))
		for _, path := range threads {
			stat, readErr := os.ReadFile(path)
			if readErr != nil || !bytes.Contains(stat, []byte(") T ")) {
				return false
			}
		}
		return err == nil && len(threads) > 0
	})
}

// ends fails when r gives no end of file in time.
func ends(t *testing.T, r io.Reader) []byte {
	t.Helper()
	type read struct {
		data []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		data, err := io.ReadAll(r)
		done <- read{data, err}
	}()
	select {
	case got := <-done:
		if got.err != nil {
			t.Fatal(got.err)
		}
		return got.data
	case <-time.After(patience):
		t.Fatal("the stream never ended")
		return nil
	}
}
