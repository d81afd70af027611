package logfile

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
	// Old files are removed in the background.
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		files, bytes := contents(t, dir)
		if files == 1+maxBackups && bytes <= (1+maxBackups)*maxMegabytes<<20 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d files, %d bytes", files, bytes)
		}
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
