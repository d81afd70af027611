package exec

import (
	"bytes"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// rounds bounds the hunt for processes that fork while they are being killed.
const rounds = 8

// signalSession signals the process group and all others of the session that
// leader leads: job control and pipelines give children groups of their own.
// leader must not have been reaped, or its number may be somebody else's.
func signalSession(leader int, sig syscall.Signal) {
	for range rounds {
		_ = unix.Kill(-leader, sig)
		members := sessionMembers(leader)
		for _, pid := range members {
			_ = unix.Kill(pid, sig)
		}
		if sig != unix.SIGKILL || len(members) == 0 {
			break
		}
	}
	if sig == unix.SIGTERM || sig == unix.SIGHUP || sig == unix.SIGINT {
		// One that is stopped gets its signal only when it goes on.
		_ = unix.Kill(-leader, unix.SIGCONT)
		for _, pid := range sessionMembers(leader) {
			_ = unix.Kill(pid, unix.SIGCONT)
		}
	}
}

// sessionMembers are the living processes of a session outside of its leader's group.
func sessionMembers(leader int) []int {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer func() { _ = dir.Close() }()
	names, _ := dir.Readdirnames(-1)
	var members []int
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil || pid == leader {
			continue
		}
		stat, err := os.ReadFile("/proc/" + name + "/stat")
		if err != nil {
			continue
		}
		state, group, session := parseStat(stat)
		if session == leader && group != leader && state != 'Z' {
			members = append(members, pid)
		}
	}
	return members
}

// parseStat reads state, process group and session of /proc/<pid>/stat. The
// name in its second field may contain anything, also ')' and spaces.
func parseStat(stat []byte) (state byte, group, session int) {
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 4 || len(fields[0]) == 0 {
		return 0, 0, 0
	}
	group, _ = strconv.Atoi(string(fields[2]))
	session, _ = strconv.Atoi(string(fields[3]))
	return fields[0][0], group, session
}
