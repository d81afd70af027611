// Package install puts an uploaded binary where later logins find it.
package install

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

// ErrUsage says that the options themselves make no sense.
var ErrUsage = errors.New("unusable option")

// Options of one installation.
type Options struct {
	Uploaded string // path of the uploaded file, the running executable
	SHA256   string // of the running executable
	Name     string // opencode-remote-ssh-stub-<version>-<sha12>
	Expected string // the hash it should have, in hex
	Version  string
	Warn     func(message string) // about what is not as it should be, but does no harm
}

// Install makes the uploaded file the installed one: under its final name in
// the same directory, which the symlink and the version file then name. The
// final name never has other content than the expected. Several at once all
// succeed. It answers the final path.
func Install(opts Options) (string, error) {
	if err := check(opts); err != nil {
		return "", err
	}
	if opts.SHA256 != opts.Expected {
		discard(opts.Uploaded)
		return "", failure.New(failure.HashMismatch, "the upload %s arrived with SHA-256 %s, not %s; upload it again", opts.Uploaded, opts.SHA256, opts.Expected)
	}
	bin := filepath.Dir(opts.Uploaded)
	defer ShareBin(bin)()
	final := filepath.Join(bin, opts.Name)
	if err := place(opts.Uploaded, final, opts.Expected); err != nil {
		return "", fmt.Errorf("install %s: %w", final, err)
	}
	if err := point(bin, opts.Name); err != nil {
		// Some network file systems have no symlinks; the final path does.
		opts.Warn(fmt.Sprintf("the link to %s was not made: %v", final, err))
	}
	if err := state.WriteFile(filepath.Join(bin, "..", "version"), []byte(opts.Version+"\n")); err != nil {
		return "", fmt.Errorf("install %s: %w", final, err)
	}
	return final, nil
}

func check(opts Options) error {
	begin, ok := version.HashInName(opts.Name)
	raw, err := hex.DecodeString(opts.Expected)
	switch {
	case !ok:
		return fmt.Errorf("%w: --name %q is not %s-<version>-<12 hex digits>", ErrUsage, opts.Name, version.Name)
	case err != nil || len(raw) != sha256.Size:
		return fmt.Errorf("%w: --sha256 %q is not 64 hex digits", ErrUsage, opts.Expected)
	case !strings.HasPrefix(opts.Expected, begin):
		return fmt.Errorf("%w: --name and --sha256 name different files", ErrUsage)
	}
	return nil
}

// place gives the file its final name, or drops it when that is there and
// right already.
func place(uploaded, final, expected string) error {
	// As new: what is young is not collected as an old version.
	now := time.Now()
	_ = os.Chtimes(final, now, now)
	if sum, err := version.HashFile(final); err == nil && sum == expected {
		if uploaded != final {
			discard(uploaded)
		}
		return os.Chmod(final, 0o700)
	}
	if err := os.Chmod(uploaded, 0o700); err != nil {
		return err
	}
	if err := sync(uploaded); err != nil {
		return err
	}
	if err := os.Rename(uploaded, final); err != nil {
		return err
	}
	return state.SyncDir(filepath.Dir(final))
}

// point replaces the symlink that names the version in use.
func point(bin, name string) error {
	link := filepath.Join(bin, version.Name)
	temporary := filepath.Join(bin, layout.UploadPrefix+"link-"+rand.Text())
	if err := os.Symlink(name, temporary); err != nil {
		return err
	}
	if err := os.Rename(temporary, link); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return state.SyncDir(bin)
}

// discard removes an upload; a file of another name is somebody's own.
func discard(uploaded string) {
	if strings.HasPrefix(filepath.Base(uploaded), layout.UploadPrefix) {
		_ = os.Remove(uploaded)
	}
}

// sync makes the content durable before a name says that it is complete.
func sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, f.Close())
}
