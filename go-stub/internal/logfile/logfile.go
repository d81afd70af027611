// Package logfile writes the stub's log: text lines, bounded on disk.
package logfile

import (
	"io"
	"log/slog"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const (
	maxBytes   = 5 << 20
	maxBackups = 2
	maxValue   = 32 << 10 // bytes of a value in a line
)

// Open logs to path, which is rotated at 5 MB with two older ones kept
// beside it, all 0600. It also logs to terminal when that is one. A message
// that repeats itself is written less often, and what a value has of control
// characters is written out: a line is one line. Close the file last. The
// directory must exist.
func Open(path string, terminal io.Writer) (*slog.Logger, io.Closer) {
	file := &rotating{path: path}
	var out io.Writer = file
	if isTerminal(terminal) {
		out = io.MultiWriter(file, terminal)
	}
	text := slog.NewTextHandler(out, &slog.HandlerOptions{ReplaceAttr: cut})
	return slog.New(newCalm(text, time.Now)), file
}

// cut bounds a value that is text, the message too.
func cut(_ []string, attr slog.Attr) slog.Attr {
	value := attr.Value.Resolve()
	text := ""
	switch value.Kind() {
	case slog.KindString:
		text = value.String()
	case slog.KindAny:
		err, ok := value.Any().(error)
		if !ok {
			return attr
		}
		text = err.Error()
	default:
		return attr
	}
	if len(text) > maxValue {
		attr.Value = slog.StringValue(text[:maxValue] + "[cut]")
	}
	return attr
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	_, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil
}
