package exec

import "syscall"

// SignalSession signals the process group and all others of the session that
// leader leads. leader must not have been reaped.
func SignalSession(leader int, sig syscall.Signal) { signalSession(leader, sig) }

// Environment is what a command in cwd is given: see environment.
func Environment(added map[string]string, cwd string) []string { return environment(added, cwd) }

// FindProgram looks name up as a shell in cwd with this PATH would.
func FindProgram(name, cwd, path string) (string, error) { return findProgram(name, cwd, path) }

// Starves says of an error of a start that it is no fault of the program's:
// the host or the stub has nothing left of something.
func Starves(err error) bool { return starves(err) }
