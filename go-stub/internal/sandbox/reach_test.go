package sandbox

import (
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// trying is set for these tests' program where it is what a command runs: it
// reaches for what was not granted by itself, on hosts that have no programs.
const trying = "ORSSH_TEST_TRYING"

// reach is one thing that was not granted, which a command gets at unless
// something holds it. Where things are is in the environment, as for an escape.
type reach struct {
	name string
	// since is the ABI from which Landlock alone holds it.
	since int
	// mounts hold it whatever the ABI is.
	mounts bool
	// unmounted: only where there are no private mounts Landlock holds it.
	unmounted bool
	// says is how a level tells that it does not hold it.
	says string
	by   func() bool
}

const never = 99

var reaches = []reach{
	{name: "a file is read", since: 1, by: func() bool { return readsBy("LETTER") }},
	{name: "the token is read", since: 1, by: func() bool { return readsBy("TOKEN") }},
	{name: "a key is read", since: 1, by: func() bool { return readsBy("KEY") }},
	{name: "a file is read by the stub's root", since: 1, by: func() bool {
		return hasSecret(os.ReadFile(filepath.Join("/proc", os.Getenv("STUB"), "root", os.Getenv("LETTER"))))
	}},
	{name: "a file is linked in", since: 1, by: func() bool {
		return os.Link(os.Getenv("LETTER"), "linked") == nil && hasSecret(os.ReadFile("linked"))
	}},
	{name: "a directory is listed", since: 1, by: func() bool { list, err := os.ReadDir(os.Getenv("OUT")); return err == nil && len(list) > 0 }},
	{name: "a program is run", since: 1, by: func() bool { return exec.Command(filepath.Join(os.Getenv("OUT"), "program")).Run() == nil }},
	{name: "a file is made", since: 1, by: func() bool { return os.WriteFile(filepath.Join(os.Getenv("OUT"), "new"), nil, 0o600) == nil }},
	{name: "a file is written", since: 1, by: func() bool { return os.WriteFile(os.Getenv("LETTER"), []byte("SECRET and EVIL"), 0o600) == nil }},
	{name: "a secret of the workspace is read", since: never, mounts: true, says: "secrets in the workspace", by: func() bool { return hasSecret(os.ReadFile(".env")) }},
	{name: "a socket answers", since: 9, mounts: true, says: "sockets of other programs", by: func() bool { return answers(os.Getenv("SOCKET")) }},
	{name: "an abstract socket answers", since: 6, says: "abstract sockets", by: func() bool { return answers("@" + os.Getenv("ABSTRACT")) }},
	{name: "a signal arrives", since: 6, unmounted: true, by: func() bool {
		stub, err := strconv.Atoi(os.Getenv("STUB"))
		return err == nil && syscall.Kill(stub, 0) == nil
	}},
	{name: "a limit arrives", since: 6, unmounted: true, by: func() bool {
		stub, err := strconv.Atoi(os.Getenv("STUB"))
		var limit unix.Rlimit
		return err == nil && unix.Prlimit(stub, unix.RLIMIT_CORE, nil, &limit) == nil && unix.Prlimit(stub, unix.RLIMIT_CORE, &limit, nil) == nil
	}},
	{name: "shared memory is read", since: never, mounts: true, says: "shared memory of other programs", by: func() bool {
		segment, err := strconv.Atoi(os.Getenv("SEGMENT"))
		if err != nil {
			return false
		}
		data, err := unix.SysvShmAttach(segment, 0, unix.SHM_RDONLY)
		return hasSecret(data, err)
	}},
	{name: "a mode is changed", since: never, mounts: true, says: "modes", by: func() bool { return os.Chmod(os.Getenv("LETTER"), 0o640) == nil }},
	{name: "times are changed", since: never, mounts: true, says: "times", by: func() bool { return os.Chtimes(os.Getenv("LETTER"), time.Now(), time.Unix(1, 0)) == nil }},
	// The last two: the others need the letter as it was.
	{name: "a file is truncated", since: 3, mounts: true, says: "truncated", by: func() bool { return os.Truncate(os.Getenv("LETTER"), 1) == nil }},
	{name: "a file is renamed in", since: 1, by: func() bool { return os.Rename(os.Getenv("LETTER"), "renamed") == nil }},
}

func readsBy(name string) bool { return hasSecret(os.ReadFile(os.Getenv(name))) }

func hasSecret(data []byte, err error) bool {
	return err == nil && bytes.Contains(data, []byte("SECRET"))
}

func answers(socket string) bool {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	return hasSecret(io.ReadAll(conn))
}
