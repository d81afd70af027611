package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"
)

// DamagedError says that a state file could not be understood and where it was
// put, so that the next write of the same name loses nothing.
type DamagedError struct {
	Path  string // the file as it was asked for
	Aside string // where it is now; equal to Path when it could not be moved
	Err   error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s is damaged (%v); it was kept as %s", e.Path, e.Err, e.Aside)
}

func (e *DamagedError) Unwrap() error { return e.Err }

const damagedInfix = ".damaged-"

// IsDamaged tells the name of a file that was set aside.
func IsDamaged(name string) bool { return strings.Contains(name, damagedInfix) }

// ReadJSON reads path into v. A missing file is fs.ErrNotExist. One that does
// not parse is renamed to "<path>.damaged-<unix seconds>" and answered with a
// *DamagedError; v may then be half filled.
func ReadJSON(path string, v any) error {
	data, err := ReadFile(path)
	if IsNotPlain(err) {
		return SetAside(path, err)
	}
	if err != nil {
		return fmt.Errorf("read state: %w", err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return SetAside(path, err)
	}
	return nil
}

var errNotPlain = errors.New("it is no plain file")

// Open opens what the stub has written: a plain file, and nothing that a reader
// would wait for, or that leads elsewhere.
func Open(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, how|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
	if errors.Is(err, syscall.ELOOP) || errors.Is(err, syscall.ENXIO) || errors.Is(err, syscall.EISDIR) {
		return nil, errNotPlain
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		_ = f.Close()
		return nil, errors.Join(err, errNotPlain)
	}
	return f, nil
}

// ReadFile reads a file as Open opens it.
func ReadFile(path string) ([]byte, error) {
	f, err := Open(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(f)
}

// IsNotPlain says of an error of Open that something else is there.
func IsNotPlain(err error) bool { return errors.Is(err, errNotPlain) }

// SetAside renames a file whose content makes no sense and answers the
// *DamagedError for it: for readers with checks beyond ReadJSON's.
func SetAside(path string, reason error) error {
	base := fmt.Sprintf("%s%s%d", path, damagedInfix, time.Now().Unix())
	aside := base
	for n := 1; exists(aside); n++ {
		aside = fmt.Sprintf("%s.%d", base, n)
	}
	if err := os.Rename(path, aside); err != nil {
		reason = fmt.Errorf("%w; setting it aside: %w", reason, err)
		aside = path
	}
	return &DamagedError{Path: path, Aside: aside, Err: reason}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
