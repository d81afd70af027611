package look

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"mvdan.cc/sh/v3/syntax"
)

var (
	errNested = errors.New("it is nested too deeply to be looked at")
	errSlow   = errors.New("it takes too long to be looked at")
)

// parse reads a text as Bash does, which is what /bin/sh is on many hosts and
// takes in what the others read, and where that fails as POSIX has it.
func parse(text string, until time.Time) ([]*syntax.Stmt, error) {
	file, err := parseAs(text, until, syntax.LangBash)
	if err == nil {
		return file.Stmts, nil
	}
	if other, otherErr := parseAs(text, until, syntax.LangPOSIX); otherErr == nil {
		return other.Stmts, nil
	}
	if file == nil {
		return nil, err
	}
	return file.Stmts, err
}

// parseAs answers what was read until an error as well.
func parseAs(text string, until time.Time, variant syntax.LangVariant) (file *syntax.File, err error) {
	// A parser that a text makes panic must not end the stub.
	defer func() {
		if reason := recover(); reason != nil {
			file, err = nil, fmt.Errorf("it cannot be read: %v", reason)
		}
	}()
	return syntax.NewParser(syntax.Variant(variant)).Parse(&boundedReader{strings.NewReader(text), until}, "")
}

// boundedReader ends a parser that calls itself too often, or takes too long:
// it is called from within, and sees how deep that is.
type boundedReader struct {
	text  io.Reader
	until time.Time
}

func (b *boundedReader) Read(p []byte) (int, error) {
	var one [1]uintptr
	if runtime.Callers(maxFrames, one[:]) > 0 {
		return 0, errNested
	}
	if time.Now().After(b.until) {
		return 0, errSlow
	}
	return b.text.Read(p)
}
