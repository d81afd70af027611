package logfile

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheLogIsBoundedAndPrivate(t *testing.T) {
	dir := t.TempDir()
	log, file := Open(filepath.Join(dir, "stub.log"), io.Discard)
	t.Cleanup(func() { _ = file.Close() })
	long := strings.Repeat("x", 100_000)
	const megabytes = 28
	for range megabytes * 10 {
		log.Info(long)
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
