package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

const (
	// maxUnsized bounds what is read ahead of a file that does not tell its size.
	maxUnsized = 1 << 20
	// patience ends the wait for a file of the kernel that says nothing.
	patience = 5 * time.Second
)

// Reading is a file that is open. Whoever gets one closes it.
type Reading struct {
	io.Reader
	Etag string
	Size int64 // of the whole; -1 when nobody can tell
	file *os.File
	info info
	stop func() bool
}

// Close may be repeated.
func (r *Reading) Close() error {
	r.stop()
	return r.file.Close()
}

// Read opens a file for reading it from offset on. ctx ends the wait for files
// of the kernel, which may have nothing to say.
func (p Place) Read(ctx context.Context, name string, offset int64) (*Reading, error) {
	t, err := p.Reach(name)
	if err != nil {
		return nil, err
	}
	s, err := p.visit(t)
	if err != nil {
		return nil, err
	}
	defer s.drop()
	f, is, err := s.open(name, false)
	if err != nil {
		return nil, err
	}
	from := granted(f, func() error { return p.permit(t, policy.Read) })
	r := &Reading{Reader: from, Etag: is.etag(), Size: is.Size, file: f, info: is, stop: func() bool { return true }}
	if f.SetReadDeadline(time.Now().Add(patience)) == nil {
		r.stop = context.AfterFunc(ctx, func() { _ = f.SetReadDeadline(time.Unix(1, 0)) })
	}
	if is.Size == 0 {
		err = r.measure(from, offset)
	} else if offset > 0 {
		_, err = f.Seek(offset, io.SeekStart)
	}
	if err != nil {
		_ = r.Close()
		return nil, explain(name, err)
	}
	return r, nil
}

// measure reads a file whose size is said to be 0, as those of /proc are.
func (r *Reading) measure(from io.Reader, offset int64) error {
	head, err := io.ReadAll(io.LimitReader(from, maxUnsized+1))
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	r.Size = int64(len(head))
	whole := io.Reader(bytes.NewReader(head))
	if len(head) > maxUnsized {
		r.Size, whole = -1, io.MultiReader(whole, from)
	}
	if offset > 0 {
		if _, err := io.CopyN(io.Discard, whole, offset); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	r.Reader = whole
	return nil
}
