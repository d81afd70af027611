package sandbox

import (
	"io"
	"math"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// childName is the name of this program where it is to become another one.
const childName = "orssh-sandbox"

// The descriptors of the child beside its streams.
const (
	orderFD = 3 + iota
	rulesetFD
	answerFD
)

// The first byte of an answer. An answer that ends with held means that the
// program runs, none that the child has ended before.
const (
	held    = 'h' // the next thing is the program
	notRun  = 'p' // the number of the error follows
	notHeld = 's' // a text follows
)

// init takes over before anything else of the program is set up: what is
// started here is the same binary, whichever it is, tests among them.
func init() {
	if len(os.Args) == 1 && os.Args[0] == childName {
		unix.CloseOnExec(answerFD)
		answer := os.NewFile(answerFD, "answer")
		_, _ = answer.WriteString(become())
		os.Exit(126)
	}
}

// become returns only when it failed, and says why. It runs on the main
// thread, which the runtime keeps while packages are set up; what is set for
// the thread counts for the program.
func become() string {
	data, err := io.ReadAll(os.NewFile(orderFD, "order"))
	if err != nil {
		return string(notHeld) + err.Error()
	}
	o, err := readOrder(data)
	if err == nil {
		err = o.hold()
	}
	if err != nil {
		return string(notHeld) + err.Error()
	}
	_, _ = unix.Write(answerFD, []byte{held})
	err = syscall.Exec(o.program, o.argv, o.env)
	if err == syscall.ENOEXEC {
		// A script without "#!": every shell runs it itself.
		err = syscall.Exec("/bin/sh", append([]string{"sh", o.program}, o.argv[1:]...), o.env)
	}
	errno, _ := err.(syscall.Errno)
	return string(notRun) + strconv.Itoa(int(errno))
}

func (o *order) hold() error {
	if o.mounts == UserMounts {
		if err := o.mapUser(); err != nil {
			return err
		}
	}
	if o.abi == 0 {
		return o.holdLoose()
	}
	if o.mounts != NoMounts {
		if err := o.mount(); err != nil {
			return err
		}
		// The directory that it started in may have another mount by now.
		if err := unix.Chdir(o.dir); err != nil {
			return &os.PathError{Op: "chdir", Path: o.dir, Err: err}
		}
	}
	if o.network == Loopback {
		if err := loopbackUp(); err != nil {
			return err
		}
	}
	dropCapabilities()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return os.NewSyscallError("no_new_privs", err)
	}
	if err := restrict(rulesetFD, o.abi); err != nil {
		return err
	}
	closeOwn()
	return o.limit()
}

func closeOwn() {
	unix.CloseOnExec(orderFD)
	unix.CloseOnExec(rulesetFD)
	// All others are marked already where they were opened.
	_ = unix.CloseRange(orderFD, math.MaxInt32, unix.CLOSE_RANGE_CLOEXEC)
}

func (o *order) limit() error {
	for resource, limit := range map[int]uint64{unix.RLIMIT_NPROC: o.processes, unix.RLIMIT_AS: o.memory} {
		if limit == 0 {
			continue
		}
		if err := unix.Setrlimit(resource, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
			return os.NewSyscallError("setrlimit", err)
		}
	}
	return nil
}

// lost are the capabilities that lead around what is granted, into the kernel
// or into other processes. What root does with files, users and networks stays.
var lost = []uintptr{
	unix.CAP_DAC_READ_SEARCH, unix.CAP_SYS_MODULE, unix.CAP_SYS_RAWIO, unix.CAP_SYS_PTRACE, unix.CAP_SYS_ADMIN, unix.CAP_SYS_BOOT,
	unix.CAP_SYS_TIME, unix.CAP_MKNOD, unix.CAP_AUDIT_CONTROL, unix.CAP_MAC_OVERRIDE, unix.CAP_MAC_ADMIN, unix.CAP_SYSLOG,
	unix.CAP_PERFMON, unix.CAP_BPF, unix.CAP_CHECKPOINT_RESTORE, unix.CAP_SYS_PACCT,
}

// dropCapabilities fails where there are none to drop.
func dropCapabilities() {
	_ = unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
	for _, one := range lost {
		_ = unix.Prctl(unix.PR_CAPBSET_DROP, one, 0, 0, 0)
	}
}
