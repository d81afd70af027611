package exec

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const fallbackPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// Exit codes that shells use for a program that did not start.
const (
	codeNotExecutable = 126
	codeNotFound      = 127
)

// defaultShell is /bin/bash where it is.
func defaultShell() string {
	if info, err := os.Stat("/bin/bash"); err == nil && info.Mode()&0o111 != 0 {
		return "/bin/bash"
	}
	return "/bin/sh"
}

func (s *Spec) argv() []string {
	if s.Command == "" {
		return s.Argv
	}
	shell := s.Shell
	if shell == "" {
		shell = defaultShell()
	}
	return []string{shell, "-c", s.Command}
}

// findProgram looks name up as a shell in cwd with this PATH would.
func findProgram(name, cwd, path string) (string, error) {
	if strings.Contains(name, "/") {
		if !filepath.IsAbs(name) {
			name = filepath.Join(cwd, name)
		}
		return name, executable(name)
	}
	if path == "" {
		path = fallbackPath
	}
	found := error(fs.ErrNotExist)
	for _, dir := range filepath.SplitList(path) {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(cwd, dir)
		}
		candidate := filepath.Join(dir, name)
		err := executable(candidate)
		if err == nil {
			return candidate, nil
		}
		// What is there and may not be run is reported; a folder of PATH that
		// may not be searched is passed over, as shells do.
		if _, missing := os.Stat(candidate); missing == nil {
			found = err
		}
	}
	return "", found
}

func executable(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return syscall.EISDIR
	case info.Mode()&0o111 == 0:
		return fs.ErrPermission
	}
	return nil
}

func exitCodeOf(err error) int {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return codeNotFound
	}
	return codeNotExecutable
}

// advice is for what is no fault of the program.
var advice = map[syscall.Errno]string{
	syscall.EMFILE: " in the stub; end some of its commands, and try again",
	syscall.ENFILE: " on this host; end something there, and try again",
	syscall.EAGAIN: ": this user may have no more processes on this host; end some of them, and try again",
	syscall.ENOMEM: ": this host has no memory left; end something there, and try again",
	syscall.E2BIG:  "; pass less, or by standard input",
}

func starves(err error) bool {
	var errno syscall.Errno
	return errors.As(err, &errno) && advice[errno] != "" && errno != syscall.E2BIG
}

func explain(name string, err error) string {
	var errno syscall.Errno
	reason := err.Error()
	switch {
	case errors.Is(err, fs.ErrNotExist) && !strings.Contains(name, "/"):
		reason = "command not found"
	case errors.As(err, &errno):
		reason = errno.Error() + advice[errno]
	case errors.Is(err, fs.ErrPermission):
		reason = "not executable"
	case errors.Is(err, fs.ErrNotExist):
		reason = "no such file"
	}
	return name + ": " + reason + "\n"
}
