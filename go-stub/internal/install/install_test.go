package install

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

// ready is an upload and the options that install it.
func ready(t *testing.T) (bin string, opts Options) {
	t.Helper()
	bin = filepath.Join(t.TempDir(), "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	uploaded := filepath.Join(bin, ".upload-1")
	if err := os.WriteFile(uploaded, []byte("a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	sum, err := version.HashFile(uploaded)
	if err != nil {
		t.Fatal(err)
	}
	return bin, Options{
		Uploaded: uploaded,
		SHA256:   sum,
		Name:     version.Name + "-1.0.0-" + sum[:12],
		Expected: sum,
		Version:  "1.0.0",
		Warn:     func(message string) { t.Errorf("warned: %s", message) },
	}
}

func TestALinkThatCannotBeMadeIsOnlyAWarning(t *testing.T) {
	bin, opts := ready(t)
	if err := os.MkdirAll(filepath.Join(bin, version.Name, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	warned := 0
	opts.Warn = func(string) { warned++ }
	final, err := Install(opts)
	if err != nil || warned != 1 || final != filepath.Join(bin, opts.Name) {
		t.Errorf("%q, %v, warned %d times", final, err, warned)
	}
	if leftovers, _ := filepath.Glob(filepath.Join(bin, ".upload-*")); len(leftovers) != 0 {
		t.Errorf("left %q", leftovers)
	}
}

func TestInstallingTheInstalledOneChangesNothing(t *testing.T) {
	bin, opts := ready(t)
	first, err := Install(opts)
	if err != nil {
		t.Fatal(err)
	}
	opts.Uploaded = filepath.Join(bin, opts.Name)
	if second, err := Install(opts); second != first || err != nil {
		t.Errorf("%q, %v", second, err)
	}
	if sum, err := version.HashFile(first); sum != opts.Expected || err != nil {
		t.Errorf("now it has %s, %v", sum, err)
	}
}

func TestAnUploadThatIsGoneIsAnError(t *testing.T) {
	bin, opts := ready(t)
	if err := os.Remove(opts.Uploaded); err != nil {
		t.Fatal(err)
	}
	if _, err := Install(opts); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if entries, _ := os.ReadDir(bin); len(entries) != 0 {
		t.Errorf("bin holds %v", entries)
	}
}

func TestAFileThatIsNoUploadIsNotRemoved(t *testing.T) {
	bin, opts := ready(t)
	own := filepath.Join(bin, "my-own-build")
	if err := os.Rename(opts.Uploaded, own); err != nil {
		t.Fatal(err)
	}
	opts.Uploaded, opts.SHA256 = own, "another"
	if _, err := Install(opts); err == nil {
		t.Error("installed")
	}
	if _, err := os.Stat(own); err != nil {
		t.Error(err)
	}
}
