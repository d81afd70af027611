package life

import (
	"errors"
	"io/fs"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// Holding is what there is to see of a stub without talking to it.
type Holding struct {
	Held bool // the lock, as far as this host can tell
	// Record is what the stub wrote that runs or did not end cleanly; nil when
	// there is none, or none that makes sense.
	Record *Record
}

// Holder looks at a lock and a record, also those of another host.
func Holder(files layout.Layout) (Holding, error) {
	held, err := lockHeld(files.LockFile())
	if err != nil {
		return Holding{}, err
	}
	record, err := readRecord(files)
	if err != nil {
		return Holding{Held: held}, nil
	}
	return Holding{Held: held, Record: &record}, nil
}

// LockUnused takes the lock of a root that has no stub, so that none starts
// meanwhile; nil when there is one, or never was.
func LockUnused(files layout.Layout) (*Lock, error) {
	lock, err := tryLock(files.LockFile())
	if errors.Is(err, errLockHeld) || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return lock, err
}
