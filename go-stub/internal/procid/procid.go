// Package procid names a process so that a later one with the same pid is not
// taken for it.
package procid

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// ID is a process of this host: the pid alone comes back, together with the
// start time and the boot it does not.
type ID struct {
	PID        int    `json:"pid"`
	StartTicks uint64 `json:"startTicks"` // clock ticks after boot, /proc/<pid>/stat field 22
	BootID     string `json:"bootID"`     // /proc/sys/kernel/random/boot_id; empty where /proc has none
}

// ErrGone says that there is no such process, or only its zombie.
var ErrGone = errors.New("no such process")

// Self is the running process.
func Self() (ID, error) { return Of(os.Getpid()) }

// Of reads who has the pid now. ErrGone when nobody has.
func Of(pid int) (ID, error) {
	if pid <= 0 {
		return ID{}, ErrGone
	}
	// The main thread's, which is the process's: qemu's user emulation answers
	// /proc/<own pid>/stat itself, with another start time than others read.
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%[1]d/task/%[1]d/stat", pid))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESRCH) {
		return ID{}, ErrGone
	}
	if err != nil {
		return ID{}, fmt.Errorf("identify process %d: %w", pid, err)
	}
	state, ticks, err := parseStat(stat)
	if err != nil {
		return ID{}, fmt.Errorf("identify process %d: %w", pid, err)
	}
	if state == 'Z' || state == 'X' {
		return ID{}, ErrGone
	}
	return ID{PID: pid, StartTicks: ticks, BootID: bootID()}, nil
}

// parseStat finds the state (field 3) and the start time (field 22). Field 2
// is the command's name in parentheses, which may hold spaces and parentheses
// of its own, so the fields are counted from the last ')' (proc_pid_stat(5)).
func parseStat(stat []byte) (state byte, ticks uint64, err error) {
	end := bytes.LastIndexByte(stat, ')')
	if end < 0 {
		return 0, 0, errors.New("unexpected /proc stat: no command name")
	}
	const third, startTime = 3, 22
	fields := bytes.Fields(stat[end+1:])
	if len(fields) <= startTime-third || len(fields[0]) != 1 {
		return 0, 0, fmt.Errorf("unexpected /proc stat: %d fields after the command name", len(fields))
	}
	if state = fields[0][0]; !isLetter(state) {
		return 0, 0, fmt.Errorf("unexpected /proc stat: state %q", state)
	}
	ticks, err = strconv.ParseUint(string(fields[startTime-third]), 10, 64)
	if err != nil {
		return 0, 0, fmt.Errorf("unexpected /proc stat: %w", err)
	}
	return state, ticks, nil
}

func isLetter(c byte) bool { return (c|0x20) >= 'a' && (c|0x20) <= 'z' }

func bootID() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(id))
}
