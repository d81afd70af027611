// Package version says which build of the stub is running.
package version

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
)

// Name is the name of the binary, without version or platform.
const Name = "opencode-remote-ssh-stub"

// Version is stamped by the build with -ldflags "-X …/internal/version.Version=…".
var Version = "0.0.0-dev"

// Info is what `version --json` prints.
type Info struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Go      string `json:"go"`
}

// Current describes the running executable. It reads the whole file the first
// time it is called.
func Current() (Info, error) {
	sum, err := SHA256()
	if err != nil {
		return Info{}, err
	}
	return Info{
		Name:    Name,
		Version: Version,
		SHA256:  sum,
		OS:      runtime.GOOS,
		Arch:    runtime.GOARCH,
		Go:      runtime.Version(),
	}, nil
}

// SHA256 is the hash of the running executable in hex. /proc/self/exe is read
// because it is the very file that was executed, also after that was replaced
// or unlinked.
var SHA256 = sync.OnceValues(func() (string, error) {
	return HashFile("/proc/self/exe")
})

// HashFile is the SHA-256 of a file's content in hex.
func HashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("hash: %w", err)
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("hash %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
