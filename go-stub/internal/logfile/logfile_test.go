package logfile

import (
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestTheLogIsBoundedAndPrivate(t *testing.T) {
	dir := t.TempDir()
	file := &rotating{path: filepath.Join(dir, "stub.log")}
	t.Cleanup(func() { _ = file.Close() })
	long := []byte(strings.Repeat("x", 100_000) + "\n")
	const megabytes = 28
	for range megabytes * 10 {
		if _, err := file.Write(long); err != nil {
			t.Fatal(err)
		}
	}
	if files, bytes := contents(t, dir); files != 1+maxBackups || bytes > (1+maxBackups)*maxBytes || bytes < maxBackups*(maxBytes-200_000) {
		t.Fatalf("%d files, %d bytes", files, bytes)
	}
}

func TestALogGoesOnWhereItWas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stub.log")
	for _, text := range []string{"one", "two"} {
		log, file := Open(path, io.Discard)
		log.Info(text)
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil || strings.Count(string(data), "\n") != 2 || !strings.Contains(string(data), "one") {
		t.Errorf("%q %v", data, err)
	}
	if err := os.Truncate(path, maxBytes); err != nil {
		t.Fatal(err)
	}
	log, file := Open(path, io.Discard)
	t.Cleanup(func() { _ = file.Close() })
	log.Info("three")
	if info, err := os.Stat(path + ".1"); err != nil || info.Size() != maxBytes {
		t.Errorf("it was not rotated: %v", err)
	}
}

func TestOnlyATerminalGetsTheLogToo(t *testing.T) {
	var other strings.Builder
	log, file := Open(filepath.Join(t.TempDir(), "stub.log"), &other)
	t.Cleanup(func() { _ = file.Close() })
	log.Info("hello")
	if other.Len() > 0 {
		t.Errorf("it got %q", other.String())
	}
}

func TestALogThatCannotBeRotatedBeginsAnew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "stub.log")
	// Nothing can be renamed over a directory.
	if err := os.MkdirAll(filepath.Join(path+".1", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(path+".2", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	file := &rotating{path: path}
	t.Cleanup(func() { _ = file.Close() })
	for range 120 {
		if _, err := file.Write(make([]byte, 100_000)); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Size() > maxBytes || info.Size() == 0 {
		t.Errorf("%v, %v", info.Size(), err)
	}
}

func TestALineAfterATornOneBeginsAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stub.log")
	file := &rotating{path: path}
	t.Cleanup(func() { _ = file.Close() })
	if _, err := file.Write([]byte("half a li")); err != nil {
		t.Fatal(err)
	}
	file.torn = true
	if n, err := file.Write([]byte("next\n")); err != nil || n != 5 {
		t.Fatal(n, err)
	}
	if data, err := os.ReadFile(path); string(data) != "half a li\nnext\n" {
		t.Errorf("%q, %v", data, err)
	}
}

// What a caller sends gets into values, and by net/http into messages.
func TestALineIsOneLineWhateverIsInIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stub.log")
	log, file := Open(path, io.Discard)
	t.Cleanup(func() { _ = file.Close() })
	const hostile = "a\nlevel=ERROR msg=forged\r\x1b[2J\x1b]0;title\a\u202e\u009b31m\x00\xff\u2028 \"quoted\" k=v"
	log.Info(hostile, "value", hostile, "error", errors.New(hostile), "path", []string{hostile})
	log.WithGroup(hostile).With(hostile, 1).Warn("next")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(data), "\n"); lines != 2 {
		t.Errorf("%d lines: %s", lines, data)
	}
	for _, r := range strings.ReplaceAll(string(data), "\n", "") {
		if !strconv.IsPrint(r) {
			t.Errorf("%q is in the log as it is: %s", r, data)
		}
	}
}

func TestALineIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stub.log")
	log, file := Open(path, io.Discard)
	t.Cleanup(func() { _ = file.Close() })
	long := strings.Repeat("x", 10<<20)
	log.Info(long, "value", long, "error", errors.New(long))
	if info, err := os.Stat(path); err != nil || info.Size() > 4*maxValue {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
}

func TestAMessageThatRepeatsItselfIsLeftOutAndCounted(t *testing.T) {
	var out strings.Builder
	now := time.Unix(0, 0)
	log := slog.New(newCalm(slog.NewTextHandler(&out, nil), func() time.Time { return now }))
	for i := range 100_000 {
		log.Warn("again", "value", i)
		log.With("more", i).Warn("again")
	}
	log.Info("another")
	if lines := strings.Count(out.String(), "\n"); lines != linesAtOnce+1 || !strings.Contains(out.String(), "another") {
		t.Errorf("%d lines", lines)
	}
	now = now.Add(lineEvery)
	out.Reset()
	log.Warn("again", "value", "last")
	if want := "left_out=" + strconv.Itoa(200_000-linesAtOnce); !strings.Contains(out.String(), want) || !strings.Contains(out.String(), "value=last") {
		t.Errorf("%s lacks %s", out.String(), want)
	}
}

func TestMessagesThatDifferAreBoundedToo(t *testing.T) {
	var out strings.Builder
	now := time.Unix(0, 0)
	handler := newCalm(slog.NewTextHandler(&out, nil), func() time.Time { return now })
	log := slog.New(handler)
	for i := range 10_000 {
		log.Warn("http: from port " + strconv.Itoa(i))
	}
	if lines := strings.Count(out.String(), "\n"); lines > maxMessages+linesAtOnce {
		t.Errorf("%d lines", lines)
	}
	if kept := len(handler.(calm).counts.of); kept > maxMessages+1 {
		t.Errorf("%d messages are kept", kept)
	}
	out.Reset()
	now = now.Add(linesAtOnce * lineEvery)
	log.Warn("a quiet day")
	if !strings.Contains(out.String(), "a quiet day") {
		t.Error("it stayed silent")
	}
}

func contents(t *testing.T, dir string) (files int, bytes int64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			continue // it was just removed
		}
		if info.Mode() != 0o600 {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
		files++
		bytes += info.Size()
	}
	return files, bytes
}
