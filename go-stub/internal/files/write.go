package files

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// replacing is held from the last look at a file until it is replaced: of two
// that demand the same state, one is told that it changed.
var replacing sync.Mutex

// WriteQuery says where to write, and when.
type WriteQuery struct {
	Path    string
	Parents bool   // makes the directories that are missing
	IfMatch string // the etag that the file must have; "" for any
	IfNone  bool   // there must be no file
}

// Written is a file that was written.
type Written struct {
	Etag     string `json:"etag"`
	Size     int64  `json:"size"`
	Created  bool   `json:"created"`
	Resolved string `json:"resolved"`
}

// Write makes a file of what body has, or replaces one: a reader sees the old
// content or the new one, and nothing is left when it fails. A link is
// followed. Mode, owner and group stay, as far as this user may give them; hard
// links and extended attributes do not. It is on disk when it returns.
func (p Place) Write(q WriteQuery, body io.Reader) (Written, error) {
	t, err := p.Reach(q.Path)
	if err != nil {
		return Written{}, err
	}
	if err := p.permitChange(t); err != nil {
		return Written{}, err
	}
	way := &way{target: t}
	if err := way.take(q.Parents); err != nil {
		return Written{}, err
	}
	defer way.drop()
	done, err := way.write(q, body, func() error { return p.permitChange(t) })
	if err != nil {
		way.undo()
		return Written{}, err
	}
	return done, nil
}

// write asks once more whether it may when all has come, which can take long.
func (w *way) write(q WriteQuery, body io.Reader, may func() error) (Written, error) {
	old, err := w.old(q)
	if err != nil {
		return Written{}, err
	}
	next, err := w.temporary(old)
	if err != nil {
		return Written{}, explainWrite(q.Path, w.target.Resolved, err)
	}
	defer next.drop()
	if err := next.fill(body); err != nil {
		return Written{}, explainWrite(q.Path, w.target.Resolved, err)
	}
	if err := may(); err != nil {
		return Written{}, err
	}
	return w.replace(q, next)
}

// old answers what is there now, nil for nothing.
func (w *way) old(q WriteQuery) (*info, error) {
	is, err := w.spot.look()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if q.IfMatch != "" {
			return nil, changed(q.Path)
		}
		return nil, nil
	case err != nil:
		return nil, explain(q.Path, err)
	case !is.mode().IsRegular():
		return nil, fault.Bad("path", "not_file", "%q is %s, not a file that can be written.", q.Path, kindOf(is.mode()))
	case q.IfNone:
		return nil, fault.New(fault.Changed, "exists", "%q is there already.", q.Path).With("path", q.Path)
	case q.IfMatch != "" && is.etag() != q.IfMatch:
		return nil, changed(q.Path)
	}
	// Whoever may write into the directory could replace it all the same.
	if err := unix.Faccessat(w.spot.fd, w.spot.name, unix.W_OK, unix.AT_EACCESS); err != nil {
		return nil, explainWrite(q.Path, w.target.Resolved, err)
	}
	return &is, nil
}

func (w *way) replace(q WriteQuery, next *temporary) (Written, error) {
	replacing.Lock()
	defer replacing.Unlock()
	now, err := w.old(q)
	if err != nil {
		return Written{}, err
	}
	if err := next.move(w.spot.name, now == nil && q.IfNone); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return Written{}, fault.New(fault.Changed, "exists", "%q is there already.", q.Path).With("path", q.Path)
		}
		return Written{}, explainWrite(q.Path, w.target.Resolved, err)
	}
	// Renaming changed its time of change.
	is, err := lookAt(int(next.file.Fd()), "", unix.AT_EMPTY_PATH)
	if err != nil {
		return Written{}, explain(q.Path, err)
	}
	return Written{Etag: is.etag(), Size: is.Size, Created: now == nil, Resolved: text(filepath.Clean(w.target.Resolved))}, nil
}
