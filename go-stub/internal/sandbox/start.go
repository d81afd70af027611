package sandbox

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/become"
)

// self is this program, also when its file is gone.
const self = "/proc/self/exe"

// Guard starts programs on this host. Its fields are set before its use.
type Guard struct {
	Level Level
	// Keep are never reachable, whatever is granted: the stub's own folder, resolved.
	Keep []string
	// IsSecret says of a resolved path whether it is granted by name alone; nil
	// is that none is.
	IsSecret func(path string) bool

	known known
	kins  kins
}

// Start is os.StartProcess under a spec: nil, or a host that holds nobody,
// starts the program as it is. An error of the program's start is as from
// os.StartProcess; where the guard itself could not be made, nothing runs.
func (g *Guard) Start(spec *Spec, program string, argv []string, attr *os.ProcAttr) (*os.Process, error) {
	if !g.Holds(spec) && !g.limits(spec) {
		return startPlain(program, argv, attr)
	}
	by, err := g.cut(spec)
	if err != nil {
		return nil, err
	}
	return g.start(spec, by, program, argv, attr)
}

func (g *Guard) start(spec *Spec, by cut, program string, argv []string, attr *os.ProcAttr) (*os.Process, error) {
	kin, err := g.kin(spec)
	if err != nil {
		return nil, fmt.Errorf("start the guard of the command: %w", err)
	}
	files, err := g.carry(spec, by, program, argv, attr.Dir, attr.Env)
	if err != nil {
		return nil, err
	}
	defer files.close()
	answer, child, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Close() }()
	sys := syscall.SysProcAttr{}
	if attr.Sys != nil {
		sys = *attr.Sys
	}
	g.isolate(spec, by, &sys)
	process, err := kin.start(self, []string{become.Name}, &os.ProcAttr{
		Dir: attr.Dir, Env: quick, Files: append(slices.Clone(attr.Files), files.order, files.ruleset, child), Sys: &sys,
	})
	if err = errors.Join(err, child.Close()); err != nil {
		return nil, fmt.Errorf("start the guard of the command: %w", err)
	}
	return process, files.heard(answer, program, process)
}

// Holds says whether a program that is started under a spec is held to what it
// is granted.
func (g *Guard) Holds(spec *Spec) bool {
	return g != nil && spec != nil && g.Level.Enforced && spec.Terms.Enforcement != Off
}

// limits says that there is something else to be held: on every host, and also
// where enforcement is off.
func (g *Guard) limits(spec *Spec) bool { return g != nil && spec != nil && spec.Terms.limits() }

func startPlain(program string, argv []string, attr *os.ProcAttr) (*os.Process, error) {
	process, err := os.StartProcess(program, argv, attr)
	if errors.Is(err, syscall.ENOEXEC) {
		// A script without "#!": every shell runs it itself.
		process, err = os.StartProcess("/bin/sh", append([]string{"sh", program}, argv[1:]...), attr)
	}
	return process, err
}

// heard waits for the child to become the program, or to say why not.
func (c *carried) heard(from io.Reader, program string, process *os.Process) error {
	said, err := io.ReadAll(from)
	answers := answersOf(said)
	if err == nil && len(answers) == 1 && answers[0].At == become.Held {
		return nil
	}
	ended, _ := process.Wait()
	if err != nil {
		return err
	}
	if len(answers) == 0 {
		// The runtime ends a child that can have no thread.
		return fmt.Errorf("the guard of the command ended before it began (%v): %w", ended, syscall.EAGAIN)
	}
	answer := answers[len(answers)-1]
	what := "read its order"
	switch {
	case answer.At == len(c.what):
		return &os.PathError{Op: "exec", Path: program, Err: answer.Errno}
	case answer.At >= 0:
		what = c.what[answer.At]
	}
	return fmt.Errorf("the guard of the command could not be made: %s: %w", what, answer.Errno)
}

func answersOf(said []byte) []become.Answer {
	list := make([]become.Answer, len(said)/int(unsafe.Sizeof(become.Answer{})))
	copy(bytesOf(unsafe.Pointer(unsafe.SliceData(list)), uintptr(len(list))*unsafe.Sizeof(become.Answer{})), said)
	return list
}

// Wrap makes cmd start under a spec; see Start. cmd has no ExtraFiles of its
// own. The caller calls done after cmd's start. A program that does not start
// ends with 126.
func (g *Guard) Wrap(spec *Spec, cmd *exec.Cmd) (done func(), err error) {
	if !g.Holds(spec) || cmd.Err != nil {
		return func() {}, nil
	}
	by, err := g.cut(spec)
	if err != nil {
		return nil, err
	}
	files, err := g.carry(spec, by, cmd.Path, cmd.Args, cmd.Dir, cmd.Environ())
	if err != nil {
		return nil, err
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		files.close()
		return nil, err
	}
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	g.isolate(spec, by, cmd.SysProcAttr)
	cmd.Path, cmd.Args, cmd.Env = self, []string{become.Name}, quick
	cmd.ExtraFiles = []*os.File{files.order, files.ruleset, null}
	return func() { files.close(); _ = null.Close() }, nil
}

// quick is the environment of the child until it is the program.
var quick = []string{become.Variable + "=1", "GOGC=off", "GOMAXPROCS=1"}

func (g *Guard) isolate(spec *Spec, by cut, sys *syscall.SysProcAttr) {
	if !g.Holds(spec) {
		isolateLoose(by, sys)
		return
	}
	if g.Level.Mounts == NoMounts {
		return
	}
	// Landlock does not decide on what other programs share by System V's numbers.
	sys.Cloneflags |= unix.CLONE_NEWNS | unix.CLONE_NEWIPC
	if by.namespace {
		sys.Cloneflags |= unix.CLONE_NEWNET
	}
	if g.Level.Mounts == UserMounts {
		sys.Cloneflags |= unix.CLONE_NEWUSER
		// Until it is the program; it lets go of them itself.
		sys.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_SETPCAP}
	}
}
