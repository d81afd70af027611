//go:build amd64 || arm64

package become

import (
	"io"
	"syscall"
	"unsafe"
)

// entry is where a program begins that is linked with it (-E): it goes to enter
// where this program is to become another one, and else to where Go programs
// begin. To set up Go's runtime costs more than all that a guard does.
func entry()

// Assembly alone goes to them.
var _ = [...]func(){entry, enter}

// enter is become without the runtime.
//
//go:nosplit
func enter() {
	_, _, _ = syscall.RawSyscall(syscall.SYS_FCNTL, AnswerFD, syscall.F_SETFD, syscall.FD_CLOEXEC)
	say(enterAs())
	_, _, _ = syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 126, 0, 0)
}

//go:nosplit
func enterAs() Answer {
	size, _, errno := syscall.RawSyscall(syscall.SYS_LSEEK, OrderFD, 0, io.SeekEnd)
	if errno != 0 {
		return Answer{Unread, errno}
	}
	data, _, errno := syscall.RawSyscall6(syscall.SYS_MMAP, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE, OrderFD, 0)
	if errno != 0 {
		return Answer{Unread, errno}
	}
	var p parts
	if answer := p.hold(*(*unsafe.Pointer)(unsafe.Pointer(&data)), size); answer.At != Held {
		return answer
	}
	return p.execute()
}
