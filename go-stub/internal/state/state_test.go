package state

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

func TestWriteReplacesTheWholeFilePrivately(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a*b.json")
	if err := os.WriteFile(path, []byte("old and much longer"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	info, statErr := os.Stat(path)
	if string(data) != "new" || err != nil || statErr != nil || info.Mode() != 0o600 {
		t.Errorf("%q %v %v", data, err, info.Mode())
	}
	onlyFile(t, path)
}

func TestAReaderNeverSeesAPart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	contents := [][]byte{bytes.Repeat([]byte("a"), 1<<16), bytes.Repeat([]byte("b"), 1<<12)}
	if err := WriteFile(path, contents[0]); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for _, content := range contents {
		writers.Go(func() {
			for range 50 {
				if err := WriteFile(path, content); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	for {
		data, err := os.ReadFile(path)
		if err != nil || !(bytes.Equal(data, contents[0]) || bytes.Equal(data, contents[1])) {
			t.Fatalf("read %d bytes, %v", len(data), err)
		}
		select {
		case <-done:
			return
		default:
		}
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "taken")
	if err := os.MkdirAll(filepath.Join(path, "by a directory"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("x")); err == nil {
		t.Error("a directory was replaced")
	}
	onlyFile(t, path)
}

func TestJSONIsReadBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.json")
	if err := WriteJSON(path, map[string]int{"a": 1}); err != nil {
		t.Fatal(err)
	}
	var got map[string]int
	if err := ReadJSON(path, &got); err != nil || got["a"] != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestAMissingFileIsNotDamaged(t *testing.T) {
	var v any
	if err := ReadJSON(filepath.Join(t.TempDir(), "f"), &v); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestDamagedFilesAreSetAsideAndReported(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.json")
	var report Report
	for _, content := range []string{"{\"a\":", "", "[1]"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		var v map[string]int
		err := ReadJSON(path, &v)
		var damaged *DamagedError
		if !errors.As(err, &damaged) {
			t.Fatalf("%q: %v", content, err)
		}
		if kept, err := os.ReadFile(damaged.Aside); string(kept) != content || err != nil {
			t.Errorf("%q was not kept: %q, %v", content, kept, err)
		}
		report.Damaged(path, err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	paths := map[string]bool{}
	for _, damage := range report.List() {
		paths[damage.Path] = damage.Reason != ""
	}
	if len(paths) != 3 {
		t.Errorf("reported: %+v", report.List())
	}
}

func TestAnEmptyReportIsAnEmptyList(t *testing.T) {
	var report Report
	if list := report.List(); list == nil || len(list) != 0 {
		t.Errorf("%#v", list)
	}
}

func TestWhatACrashLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	kept := filepath.Join(dir, "sub", "kept")
	if err := os.Mkdir(filepath.Dir(kept), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{kept, filepath.Join(dir, temporaryPrefix+"a-1"), filepath.Join(dir, "sub", temporaryPrefix+"b-2")} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := RemoveTemporaries(dir); err != nil {
		t.Fatal(err)
	}
	onlyFile(t, kept)
	onlyFile(t, filepath.Dir(kept))
}

func onlyFile(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(path) {
		t.Errorf("beside %s: %v, %v", path, entries, err)
	}
}

func TestWhatIsNoPlainFileIsSetAside(t *testing.T) {
	dir := t.TempDir()
	for name, make := range map[string]func(path string) error{
		"fifo": func(path string) error { return syscall.Mkfifo(path, 0o600) }, "link": func(path string) error { return os.Symlink("/dev/zero", path) },
		"directory": func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		path := filepath.Join(dir, name)
		if err := make(path); err != nil {
			t.Fatal(err)
		}
		var v any
		var damaged *DamagedError
		if err := ReadJSON(path, &v); !errors.As(err, &damaged) || exists(path) || !exists(damaged.Aside) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
