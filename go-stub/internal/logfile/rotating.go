package logfile

import (
	"errors"
	"os"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"
)

// rotating appends to a file until it has maxBytes, and begins anew then: the
// older ones are path.1 and so on. A library that also compresses costs the
// stub 90 KB. It is safe for concurrent use.
type rotating struct {
	path string

	mu   sync.Mutex
	file *os.File // nil before the first write
	size int64
}

func (r *rotating) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file != nil && r.size+int64(len(p)) > maxBytes {
		r.rotate()
	}
	if r.file == nil {
		if err := r.open(); err != nil {
			return 0, err
		}
		if r.size > 0 && r.size+int64(len(p)) > maxBytes {
			r.rotate()
			if err := r.open(); err != nil {
				return 0, err
			}
		}
	}
	n, err := r.file.Write(p)
	r.size += int64(n)
	return n, err
}

func (r *rotating) open() error {
	file, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	r.file, r.size = file, info.Size()
	return nil
}

// rotate leaves what cannot be renamed: the log then grows, and is not lost.
func (r *rotating) rotate() {
	_ = r.file.Close()
	r.file = nil
	for i := maxBackups; i > 1; i-- {
		_ = os.Rename(r.backup(i-1), r.backup(i))
	}
	_ = os.Rename(r.path, r.backup(1))
}

func (r *rotating) backup(i int) string { return r.path + "." + strconv.Itoa(i) }

// Close ends the file; a later write opens it again.
func (r *rotating) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	return err
}
