package files

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// RemoveLeaf is Remove of what may be gone already, or a directory by now: then
// it answers false.
func (p Place) RemoveLeaf(name string) (bool, error) {
	err := p.Remove(name, "")
	var known *fault.Error
	if errors.As(err, &known) && (known.Kind == fault.NotFound || known.Code == "not_file") {
		return false, nil
	}
	return err == nil, err
}

// Put makes a name a file with a content, or a link with a target: a link of
// that name is replaced and not followed, a file keeps its mode but for the
// right to run it, and a directory has to be empty to make way. It answers
// whether anything had to be done.
func (p Place) Put(name string, content []byte, link, runs bool) (bool, error) {
	t, err := p.reachName(name)
	if err != nil && !isMissing(err) {
		return false, err
	}
	if err == nil && t.There {
		same, err := p.clear(t, content, link, runs)
		if same || err != nil {
			return false, err
		}
	}
	if link {
		return true, p.putLink(name, string(content))
	}
	if _, err := p.Write(WriteQuery{Path: name, Parents: true}, bytes.NewReader(content)); err != nil {
		return false, err
	}
	return true, p.setRuns(name, runs)
}

// clear answers true for what is right already, and removes what is in the way.
func (p Place) clear(t Target, content []byte, link, runs bool) (bool, error) {
	if err := p.permitChange(t); err != nil {
		return false, err
	}
	s, err := enter(t)
	if err != nil {
		return false, err
	}
	defer s.drop()
	is, err := s.look()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, explain(t.Name, err)
	case is.kind() == "directory":
		return false, orWrite(t, unix.Unlinkat(s.fd, s.name, unix.AT_REMOVEDIR))
	case is.isLink() && link:
		target := make([]byte, unix.PathMax)
		n, err := unix.Readlinkat(s.fd, s.name, target)
		if err == nil && bytes.Equal(target[:n], content) {
			return true, nil
		}
	case is.kind() == "file" && !link:
		if is.Size != int64(len(content)) || (is.Mode&0o111 != 0) != runs {
			return false, nil
		}
		f, _, err := s.open(t.Name, false)
		if err != nil {
			return false, nil // what cannot be read is replaced
		}
		defer func() { _ = f.Close() }()
		now, err := io.ReadAll(io.LimitReader(f, int64(len(content))+1))
		return err == nil && bytes.Equal(now, content), nil
	}
	return false, orWrite(t, unix.Unlinkat(s.fd, s.name, 0))
}

func orWrite(t Target, err error) error {
	if err == nil {
		return nil
	}
	return explainWrite(t.Name, t.Resolved, err)
}

func (p Place) putLink(name, target string) error {
	t, err := p.reachName(name)
	if err != nil {
		return err
	}
	if err := p.permitChange(t); err != nil {
		return err
	}
	w := &way{target: t}
	if err := w.take(true); err != nil {
		return err
	}
	defer w.drop()
	return orWrite(t, unix.Symlinkat(target, w.spot.fd, w.spot.name))
}

// setRuns lets those run a file who may read it, or nobody.
func (p Place) setRuns(name string, runs bool) error {
	t, err := p.Reach(name)
	if err != nil {
		return err
	}
	if err := p.permitChange(t); err != nil {
		return err
	}
	s, err := enter(t)
	if err != nil {
		return err
	}
	defer s.drop()
	f, is, err := s.open(name, false)
	if err != nil {
		var f *fault.Error
		if !runs && errors.As(err, &f) {
			return nil // it may not even be read
		}
		return err
	}
	defer func() { _ = f.Close() }()
	mode := is.Mode & 0o7777
	if (mode&0o111 != 0) == runs {
		return nil
	}
	if runs {
		mode |= mode & 0o444 >> 2
	} else {
		mode &^= 0o111
	}
	return orWrite(t, unix.Fchmod(int(f.Fd()), mode))
}
