package sandbox

import (
	"os"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/become"
)

// plan is what the child is to do before it is the program: calls to the
// kernel, one after the other.
type plan struct {
	calls []become.Call
	what  []string // for each, what an error says
	texts []byte   // offsets are from their beginning until all is known
	nul   bool     // one that ends in NUL has another in it
}

// argument is one of a call.
type argument struct {
	value uintptr
	of    argumentKind
}

type argumentKind int

const (
	aNumber argumentKind = iota
	anOffset
	aResult
)

func number[N ~int | ~uint32 | ~uint64 | ~uintptr](n N) argument { return argument{value: uintptr(n)} }

// here is the directory of relative paths.
var here = number(unix.AT_FDCWD)

// text is a pointer to a text that ends in NUL.
func (p *plan) text(s string) argument {
	p.nul = p.nul || strings.IndexByte(s, 0) >= 0
	return p.bytes(s)
}

func (p *plan) bytes(s string) argument {
	at := len(p.texts)
	p.texts = append(append(p.texts, s...), 0)
	return argument{uintptr(at), anOffset}
}

// pointerTo is one to a copy of a struct, which has no pointers by itself.
func pointerTo[T any](p *plan, value *T) argument { return pointerToAll(p, unsafe.Slice(value, 1)) }

func pointerToAll[T any](p *plan, values []T) argument {
	for len(p.texts)%8 != 0 {
		p.texts = append(p.texts, 0)
	}
	at := len(p.texts)
	p.texts = append(p.texts, bytesOf(unsafe.Pointer(unsafe.SliceData(values)), uintptr(len(values))*unsafe.Sizeof(values[0]))...)
	return argument{uintptr(at), anOffset}
}

func bytesOf(start unsafe.Pointer, size uintptr) []byte { return unsafe.Slice((*byte)(start), size) }

// call answers its result.
func (p *plan) call(what string, number uintptr, arguments ...argument) argument {
	return p.tolerant(what, tolerated{}, number, arguments...)
}

// tolerated are errors that are none.
type tolerated = [2]syscall.Errno

func (p *plan) tolerant(what string, none tolerated, number uintptr, arguments ...argument) argument {
	call := become.Call{Number: number, Tolerated: none}
	for i, one := range arguments {
		call.Args[i] = one.value
		switch one.of {
		case anOffset:
			call.Offsets |= 1 << i
		case aResult:
			call.Results |= 1 << i
		}
	}
	p.calls, p.what = append(p.calls, call), append(p.what, what)
	return argument{uintptr(len(p.calls) - 1), aResult}
}

func (p *plan) close(fd argument) { p.call("close", unix.SYS_CLOSE, fd) }

// write makes the text that of a file, which flags say whether to make.
func (p *plan) write(path, text string, flags int) {
	fd := p.call("open "+path, unix.SYS_OPENAT, here, p.text(path), number(unix.O_WRONLY|unix.O_CLOEXEC|flags), number(0o444))
	if text != "" {
		p.call("write "+path, unix.SYS_WRITE, fd, p.bytes(text), number(len(text)))
	}
	p.close(fd)
}

// carry answers what tells the child of the plan. The ruleset is closed with it.
func (p *plan) carry(program string, argv, env []string, ruleset *os.File) (*carried, error) {
	file, err := p.order(program, argv, env)
	if err != nil {
		_ = ruleset.Close()
		return nil, err
	}
	return &carried{order: file, ruleset: ruleset, what: p.what}, nil
}

// order is the plan with the program at its end, as become reads it.
func (p *plan) order(program string, argv, env []string) (*os.File, error) {
	order := become.Order{Calls: len(p.calls), Args: len(argv), Env: len(env)}
	offsets := make([]uintptr, 1, order.Offsets())
	for _, list := range [][]string{argv, env} {
		for _, s := range list {
			offsets = append(offsets, p.text(s).value)
		}
		offsets = append(offsets, 0)
	}
	order.Program, order.Shell, order.ShellName = p.text(program).value, p.text("/bin/sh").value, p.text("sh").value
	if p.nul {
		return nil, unix.EINVAL
	}
	start := unsafe.Sizeof(order) + uintptr(len(p.calls))*unsafe.Sizeof(become.Call{}) + uintptr(len(offsets))*unsafe.Sizeof(offsets[0])
	for _, one := range []*uintptr{&order.Program, &order.Shell, &order.ShellName} {
		*one += start
	}
	for i := range argv {
		offsets[1+i] += start
	}
	for i := range env {
		offsets[len(argv)+2+i] += start
	}
	for i := range p.calls {
		for n := range p.calls[i].Args {
			if p.calls[i].Offsets&(1<<n) != 0 {
				p.calls[i].Args[n] += start
			}
		}
	}
	data := make([]byte, 0, int(start)+len(p.texts))
	data = append(data, bytesOf(unsafe.Pointer(&order), unsafe.Sizeof(order))...)
	data = append(data, bytesOf(unsafe.Pointer(unsafe.SliceData(p.calls)), uintptr(len(p.calls))*unsafe.Sizeof(become.Call{}))...)
	data = append(data, bytesOf(unsafe.Pointer(unsafe.SliceData(offsets)), uintptr(len(offsets))*unsafe.Sizeof(offsets[0]))...)
	return memory("order", append(data, p.texts...))
}

// memory is a file that is nowhere.
func memory(name string, data []byte) (*os.File, error) {
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	f := os.NewFile(uintptr(fd), name)
	if _, err := f.Write(data); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}
