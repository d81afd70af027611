// Package become makes this program another one, as its first act: it makes the
// calls to the kernel that it is told to make, and executes that program. It
// imports next to nothing, so that it is set up before everything else of this
// program, most of which is then not set up at all.
package become

import (
	"syscall"
	"unsafe"
)

// Name is that of this program where it is to become another one.
const Name = "orssh-sandbox"

// Variable is in its environment then; what it is set to does not matter.
const Variable = "ORSSH_BECOME"

// The descriptors that it is given beside its streams.
const (
	OrderFD   = 3 + iota // an Order
	RulesetFD            // for the calls
	AnswerFD             // Answers are written to it
)

// Order begins the file of that name. Its calls follow, then the offsets of
// texts: one that is spare, those of the arguments, a zero, those of the
// environment, a zero. An offset is from the file's beginning, a text ends in NUL.
type Order struct {
	Calls, Args, Env          int
	Program, Shell, ShellName uintptr // offsets
}

// Offsets is how many there are.
func (o *Order) Offsets() int { return o.Args + o.Env + 3 }

// Call is one to the kernel.
type Call struct {
	Number uintptr
	Args   [6]uintptr
	// Offsets and Results have a bit for each argument that is an offset in the
	// order, and for each that is the index of the call whose result is meant.
	Offsets, Results uint32
	// Tolerated are the errors that are none; Any is all of them.
	Tolerated [2]syscall.Errno
}

// Point as a number is of no call to the kernel: what the first argument leads
// to is made a pointer to the second.
const Point = ^uintptr(0)

// Any error.
const Any = ^syscall.Errno(0)

// Answer says what failed: the call of this index, Unread for the order itself,
// or one that is past the last for the program. The first is Held, where all
// calls were made; none means that this program ended before.
type Answer struct {
	At    int
	Errno syscall.Errno
}

// Indexes that no call has.
const (
	Unread = -1
	Held   = -2
)

// init runs on the main thread, which the runtime keeps while packages are set
// up: what is set for the thread counts for the program. Where this program was
// linked with an entry of its own, enter has done it all before the runtime.
func init() {
	if _, ok := syscall.Getenv(Variable); !ok || !named() {
		return
	}
	syscall.CloseOnExec(AnswerFD)
	say(become())
	syscall.Exit(126)
}

//go:nosplit
func say(answer Answer) {
	_, _, _ = syscall.RawSyscall(syscall.SYS_WRITE, AnswerFD, uintptr(unsafe.Pointer(&answer)), unsafe.Sizeof(answer))
}

// named asks for the name where nothing is set up that would know it.
func named() bool {
	fd, err := syscall.Open("/proc/self/cmdline", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	var data [len(Name) + 2]byte
	n, err := syscall.Read(fd, data[:])
	_ = syscall.Close(fd)
	return err == nil && string(data[:max(n, 0)]) == Name+"\x00"
}

// become returns only when it failed.
func become() Answer {
	var stat syscall.Stat_t
	if err := syscall.Fstat(OrderFD, &stat); err != nil {
		return failed(err)
	}
	data, err := syscall.Mmap(OrderFD, 0, int(stat.Size), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE)
	if err != nil {
		return failed(err)
	}
	var p parts
	if answer := p.hold(unsafe.Pointer(&data[0]), uintptr(len(data))); answer.At != Held {
		return answer
	}
	// Go has raised the limit of descriptors for this program alone, and gives it
	// back where it is to execute something: there is nothing of that name.
	_ = syscall.Exec("", []string{""}, nil)
	return p.execute()
}

// What follows runs without the runtime as well: it may neither let a stack
// grow nor make anything.

// parts are those of an order in memory.
type parts struct {
	order   *Order
	calls   []Call
	offsets []uintptr
	data    unsafe.Pointer
}

// hold makes all calls of an order, and says so.
//
//go:nosplit
func (p *parts) hold(data unsafe.Pointer, size uintptr) Answer {
	if !p.take(data, size) {
		return Answer{Unread, syscall.EINVAL}
	}
	if at, errno := p.do(); errno != 0 {
		return Answer{at, errno}
	}
	say(Answer{At: Held})
	return Answer{At: Held}
}

// execute makes pointers of the offsets where they are: memory may be limited
// by now. Nothing here starts a thread, which is what syscall.Exec would wait for.
//
//go:nosplit
func (p *parts) execute() Answer {
	offsets, start := p.offsets, uintptr(p.data)
	argv, env := offsets[1:p.order.Args+2], offsets[p.order.Args+2:]
	for _, list := range [][]uintptr{argv[:p.order.Args], env[:p.order.Env]} {
		for i := range list {
			list[i] += start
		}
	}
	errno := execve(start+p.order.Program, argv, env)
	if errno == syscall.ENOEXEC {
		// A script without "#!": every shell runs it itself.
		offsets[0], offsets[1] = start+p.order.ShellName, start+p.order.Program
		errno = execve(start+p.order.Shell, offsets, env)
	}
	return Answer{len(p.calls), errno}
}

//go:nosplit
func execve(program uintptr, argv, env []uintptr) syscall.Errno {
	_, _, errno := syscall.RawSyscall(syscall.SYS_EXECVE, program, uintptr(unsafe.Pointer(&argv[0])), uintptr(unsafe.Pointer(&env[0])))
	return errno
}

func failed(err error) Answer {
	errno, _ := err.(syscall.Errno)
	return Answer{Unread, errno}
}

//go:nosplit
func (p *parts) take(data unsafe.Pointer, size uintptr) bool {
	if size < unsafe.Sizeof(*p.order) {
		return false
	}
	order := (*Order)(data)
	callsAt := unsafe.Sizeof(*order)
	offsetsAt := callsAt + uintptr(order.Calls)*unsafe.Sizeof(Call{})
	end := offsetsAt + uintptr(order.Offsets())*unsafe.Sizeof(uintptr(0))
	if order.Args < 1 || size < end {
		return false
	}
	p.order, p.data = order, data
	p.calls = unsafe.Slice((*Call)(unsafe.Add(data, callsAt)), order.Calls)
	p.offsets = unsafe.Slice((*uintptr)(unsafe.Add(data, offsetsAt)), order.Offsets())
	return true
}

// do makes the calls; the result of each takes the place of its number.
//
//go:nosplit
func (p *parts) do() (int, syscall.Errno) {
	calls, start := p.calls, uintptr(p.data)
	for i := range calls {
		c := &calls[i]
		for n := range c.Args {
			switch {
			case c.Offsets&(1<<n) != 0:
				c.Args[n] += start
			case c.Results&(1<<n) != 0:
				c.Args[n] = calls[c.Args[n]].Number
			}
		}
		if c.Number == Point {
			*(*uintptr)(unsafe.Add(p.data, c.Args[0]-start)) = c.Args[1]
			continue
		}
		result, _, errno := syscall.RawSyscall6(c.Number, c.Args[0], c.Args[1], c.Args[2], c.Args[3], c.Args[4], c.Args[5])
		if errno != 0 && c.Tolerated[0] != Any && c.Tolerated[0] != errno && c.Tolerated[1] != errno {
			return i, errno
		}
		c.Number = result
	}
	return 0, 0
}
