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
	torn bool // the last line has no end: the disk was full
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
	line := p
	if r.torn {
		line = append([]byte{'\n'}, p...)
	}
	n, err := r.file.Write(line)
	r.size += int64(n)
	if n > 0 {
		r.torn = n < len(line)
	}
	return min(n, len(p)), err
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

// rotate empties what cannot be renamed: a log that grows fills the disk.
func (r *rotating) rotate() {
	for i := maxBackups; i > 1; i-- {
		_ = os.Rename(r.backup(i-1), r.backup(i))
	}
	if os.Rename(r.path, r.backup(1)) != nil {
		_ = r.file.Truncate(0)
	}
	_ = r.file.Close()
	r.file = nil
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
