package exec

import "syscall"

// SignalSession signals the process group and all others of the session that
// leader leads. leader must not have been reaped.
func SignalSession(leader int, sig syscall.Signal) { signalSession(leader, sig) }

// WaitForExit returns when the child has ended and leaves it unreaped.
func WaitForExit(pid int) error { return waitForExit(pid) }

// Environment is what a command in cwd is given: see environment.
func Environment(added map[string]string, cwd string) []string { return environment(added, cwd) }

// FindProgram looks name up as a shell in cwd with this PATH would.
func FindProgram(name, cwd, path string) (string, error) { return findProgram(name, cwd, path) }
