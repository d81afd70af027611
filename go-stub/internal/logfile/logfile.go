// Package logfile writes the stub's log: text lines, bounded on disk.
package logfile

import (
	"io"
	"log/slog"
	"os"

	"golang.org/x/sys/unix"
)

const (
	maxBytes   = 5 << 20
	maxBackups = 2
)

// Open logs to path, which is rotated at 5 MB with two older ones kept
// beside it, all 0600. It also logs to terminal when that is one. Close the
// file last. The directory must exist.
func Open(path string, terminal io.Writer) (*slog.Logger, io.Closer) {
	file := &rotating{path: path}
	var out io.Writer = file
	if isTerminal(terminal) {
		out = io.MultiWriter(file, terminal)
	}
	return slog.New(slog.NewTextHandler(out, nil)), file
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil
}
