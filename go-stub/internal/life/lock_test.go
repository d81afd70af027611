package life

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestOnlyOneHasTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	expectHeld(t, path, false)
	lock, err := takeLock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	expectHeld(t, path, true)
	if _, err := takeLock(t.Context(), path); !errors.Is(err, errLockHeld) {
		t.Errorf("taken twice: %v", err)
	}
	lock.Release()
	expectHeld(t, path, false)
	again, err := takeLock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	again.Release()
}

func TestAGlanceAtTheLockDoesNotKeepAStubFromTakingIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	glancing, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := flock(glancing, syscall.LOCK_SH); err != nil {
		t.Fatal(err)
	}
	tried := whenClosed(t, path)
	go func() {
		tried()
		_ = glancing.Close()
	}()
	lock, err := takeLock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	lock.Release()
}

// whenClosed answers what waits until somebody closes the file after writing
// was possible: here, because it could not lock it.
func whenClosed(t *testing.T, path string) (wait func()) {
	t.Helper()
	fd, err := syscall.InotifyInit1(syscall.IN_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(fd) })
	if _, err := syscall.InotifyAddWatch(fd, path, syscall.IN_CLOSE_WRITE); err != nil {
		t.Fatal(err)
	}
	return func() { _, _ = syscall.Read(fd, make([]byte, 4096)) }
}

func TestALockWhoseFileWasReplacedIsNotCurrent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	lock, err := takeLock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lock.Release)
	if !lock.Current() {
		t.Error("it is not current at first")
	}
	if err := os.Remove(path); err != nil || lock.Current() {
		t.Errorf("current after its file was removed (%v)", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil || lock.Current() {
		t.Errorf("current with another file of the name (%v)", err)
	}
}

func TestALockThatIsASymlinkIsRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "lock")
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), path); err != nil {
		t.Fatal(err)
	}
	if _, err := takeLock(t.Context(), path); !errors.Is(err, syscall.ELOOP) {
		t.Error(err)
	}
}

func expectHeld(t *testing.T, path string, want bool) {
	t.Helper()
	if held, err := lockHeld(path); held != want || err != nil {
		t.Errorf("held: %v (%v), want %v", held, err, want)
	}
}
