package life

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

const tokenBytes = 32

var errDamagedToken = errors.New("it is not 32 bytes in hex")

// ReadToken is the token of the root's stubs.
func ReadToken(files layout.Layout) (string, error) {
	f, err := state.Open(files.TokenFile(), os.O_RDONLY)
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, 4*tokenBytes))
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	token := strings.TrimSpace(string(data))
	if raw, err := hex.DecodeString(token); err != nil || len(raw) != tokenBytes {
		return "", fmt.Errorf("read the token %s: %w", files.TokenFile(), errDamagedToken)
	}
	return token, nil
}

// ensureToken reads the token or makes it. The caller holds the lock, so
// nobody else makes one. A damaged one is replaced and reported.
func ensureToken(files layout.Layout, damage *state.Report) (string, error) {
	token, err := ReadToken(files)
	switch {
	case err == nil:
		return token, os.Chmod(files.TokenFile(), 0o600)
	case errors.Is(err, errDamagedToken):
		damage.Damaged(files.TokenFile(), fmt.Errorf("%w; a new token was made", errDamagedToken))
	case !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	token = randomHex(tokenBytes)
	return token, state.WriteFile(files.TokenFile(), []byte(token+"\n"))
}

// renewToken makes another token and puts it on disk; swap is called when it
// is whole there, and calls rename, which puts it in the old one's place.
func renewToken(files layout.Layout, swap func(token string, rename func() error) error) error {
	token := randomHex(tokenBytes)
	return state.WriteFileBy(files.TokenFile(), []byte(token+"\n"), func(rename func() error) error {
		return swap(token, rename)
	})
}

func randomHex(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw) // never fails, see its documentation
	return hex.EncodeToString(raw)
}
