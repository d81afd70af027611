package files

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// temporaryPrefix begins the names of files that are being written.
const temporaryPrefix = ".orssh-"

// temporary is a file beside the one that it will be.
type temporary struct {
	dir  int
	name string // "" once it has its own name
	file *os.File
	old  *info // whose place it takes
}

func (w *way) temporary(old *info) (*temporary, error) {
	var random [8]byte
	_, _ = rand.Read(random[:])
	t := &temporary{dir: w.spot.fd, name: temporaryPrefix + hex.EncodeToString(random[:]) + ".tmp", old: old}
	mode := uint32(0o666)
	if old != nil {
		mode = 0o600 // until it has the owner that the other has
	}
	fd, err := unix.Openat(t.dir, t.name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, mode)
	if err != nil {
		return nil, err
	}
	t.file = os.NewFile(uintptr(fd), t.name)
	return t, nil
}

// fill writes and syncs the content, and makes the file what the old one is.
func (t *temporary) fill(body io.Reader) error {
	from := &bodyReader{from: body}
	if _, err := io.Copy(onlyWriter{t.file}, from); err != nil {
		if from.failed != nil {
			return fault.New(fault.BadRequest, "body_incomplete", "The content ended early (%v); nothing was changed.", from.failed)
		}
		return err
	}
	if t.old != nil {
		if err := t.dress(); err != nil {
			return err
		}
	}
	return t.file.Sync()
}

// dress gives the owner before the mode, which loses setuid by it. Where the
// owner cannot be given the file is this user's, and no setuid of another.
func (t *temporary) dress() error {
	fd := int(t.file.Fd())
	mode := t.old.Mode & 0o7777
	is, err := lookAt(fd, "", unix.AT_EMPTY_PATH)
	if err != nil {
		return err
	}
	if is.Uid != t.old.Uid && unix.Fchown(fd, int(t.old.Uid), -1) != nil {
		mode &^= unix.S_ISUID
	}
	if is.Gid != t.old.Gid && unix.Fchown(fd, -1, int(t.old.Gid)) != nil {
		mode &^= unix.S_ISGID
	}
	return unix.Fchmod(fd, mode)
}

// move gives the file its name; with fresh nothing of that name may be there.
func (t *temporary) move(name string, fresh bool) error {
	flags := uint(0)
	if fresh {
		flags = unix.RENAME_NOREPLACE
	}
	err := unix.Renameat2(t.dir, t.name, t.dir, name, flags)
	if fresh && (errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS)) {
		return unix.Linkat(t.dir, t.name, t.dir, name, 0) // the first name goes with drop
	}
	if errors.Is(err, unix.ENOSYS) {
		err = unix.Renameat(t.dir, t.name, t.dir, name)
	}
	if err == nil {
		t.name = ""
	}
	return err
}

// drop removes the file where it has not become the other.
func (t *temporary) drop() {
	_ = t.file.Close()
	if t.name != "" {
		_ = unix.Unlinkat(t.dir, t.name, 0)
	}
}

// bodyReader tells who failed: the one who sends, or the disk.
type bodyReader struct {
	from   io.Reader
	failed error
}

func (b *bodyReader) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return n, err
}

// onlyWriter keeps io.Copy from looking for a way around the body's reader.
type onlyWriter struct{ io.Writer }
