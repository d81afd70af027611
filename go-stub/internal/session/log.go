package session

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// maxLine bounds an event in a file; the largest that is written is the end of
// a shell command.
const maxLine = 16 << 20

// log is the file of one session: a line of JSON for each durable event.
type log struct {
	path string
	size int64
}

// append writes whole lines or nothing.
func (l *log) append(line []byte, sync bool) error {
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(line)
	if err == nil && sync {
		err = f.Sync()
	}
	if err != nil {
		// A torn line would hide all that comes after it.
		err = errors.Join(err, f.Truncate(l.size))
	} else {
		l.size += int64(len(line))
	}
	return errors.Join(err, f.Close())
}

// read calls each for the events in order. It reads what was there at the
// call: size bytes.
func (l *log) read(size int64, each func(events.SyncEvent) error) error {
	f, err := os.Open(l.path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	_, err = scan(io.LimitReader(f, size), each)
	return err
}

// scan answers how many bytes were good, and what was wrong with the next.
func scan(r io.Reader, each func(events.SyncEvent) error) (good int64, err error) {
	lines := bufio.NewReaderSize(r, 64<<10)
	for {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return good, nil
		}
		if err != nil {
			return good, err
		}
		var event events.SyncEvent
		if err := json.Unmarshal(line, &event); err != nil {
			return good, err
		}
		if err := each(event); err != nil {
			return good, err
		}
		good += int64(len(line))
	}
}

// readLine answers a line with its end. io.EOF comes with what is left without one.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case len(line) > maxLine:
			return line, fmt.Errorf("a line is longer than %d bytes", maxLine)
		case errors.Is(err, io.EOF) && len(line) > 0:
			return line, errors.New("the last line has no end")
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		}
	}
}

// openLog reads a file through and keeps of it what is good: the rest is set
// aside, so that the session goes on from its last event that makes sense.
func openLog(path string, damage *state.Report, each func(events.SyncEvent) error) (*log, error) {
	f, err := state.Open(path, os.O_RDWR)
	if state.IsNotPlain(err) {
		err = state.SetAside(path, err)
		damage.Damaged(path, err)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	good, wrong := scan(f, each)
	if wrong == nil {
		return &log{path: path, size: good}, nil
	}
	if good == 0 {
		err := state.SetAside(path, wrong)
		damage.Damaged(path, err)
		return nil, err
	}
	aside, err := cutTail(f, good)
	damage.Damaged(path, &state.DamagedError{Path: path, Aside: aside, Err: wrong})
	if err != nil {
		return nil, err
	}
	return &log{path: path, size: good}, nil
}

// cutTail moves what is past good into a file of its own.
func cutTail(f *os.File, good int64) (aside string, err error) {
	var tail bytes.Buffer
	if _, err := f.Seek(good, io.SeekStart); err != nil {
		return f.Name(), err
	}
	if _, err := tail.ReadFrom(f); err != nil {
		return f.Name(), err
	}
	aside = fmt.Sprintf("%s.damaged-%d", f.Name(), good)
	if err := state.WriteFile(aside, tail.Bytes()); err != nil {
		return f.Name(), err
	}
	return aside, f.Truncate(good)
}
