package saved

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// File is one output that is being written. A nil one takes everything and
// keeps nothing.
type File struct {
	path string

	mu   sync.Mutex
	file *os.File
	left int64
	cut  bool
}

// Create makes the file of a command, nil where that cannot be.
func (s *Store) Create(workspaceID, commandID string) *File {
	dir := s.Dir(workspaceID)
	if dir == "" {
		return nil
	}
	s.sweep(dir)
	if os.MkdirAll(dir, 0o700) != nil || !isOwn(dir) {
		return nil
	}
	path := filepath.Join(dir, commandID+".txt")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil
	}
	return &File{path: path, file: f, left: MaxFile}
}

// Write never fails a command: what finds no room is cut.
func (f *File) Write(data []byte) {
	if f == nil || len(data) == 0 {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil || f.cut {
		return
	}
	fits := data[:min(int64(len(data)), f.left)]
	_, err := f.file.Write(fits)
	f.left -= int64(len(fits))
	switch {
	case err != nil:
		f.cut = true
		_, _ = fmt.Fprintf(f.file, "\n[cut here: %v]\n", errors.Unwrap(err)) // where there is room for that
	case len(fits) < len(data):
		f.cut = true
		_, _ = fmt.Fprintf(f.file, "\n[cut here: the output is longer than what is kept, %d bytes]\n", MaxFile-f.left)
	}
}

// Close may be repeated; what is written later is lost.
func (f *File) Close() {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file != nil {
		_ = f.file.Close()
		f.file = nil
	}
}

// State answers where the file is, and whether it lacks the end.
func (f *File) State() (path string, cut bool) {
	if f == nil {
		return "", false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.path, f.cut
}
