package sandbox

import (
	"errors"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// kin is a thread of this program that starts all commands of a workspace. It
// is in a domain of Landlock that has scopes and forbids nothing, and they are
// in it as well, each in one of its own within: signals and abstract sockets
// reach among them, and nothing beyond.
type kin struct {
	starts chan func()
	ended  chan struct{}
}

// kins are those of a guard, by workspace. Each is made by the first command.
type kins struct {
	mu sync.Mutex
	of map[string]*kin
}

var errEnded = errors.New("the workspace was removed")

// isKin says whether a command's signals reach what its workspace started, and
// nothing else. Who is in any domain that decides on files mounts nothing, and
// one that does not lets nobody rename from one directory to another: there is
// none where commands get private mounts.
func (g *Guard) isKin(spec *Spec) bool {
	return g.Holds(spec) && spec.Kin != "" && g.Level.ABI >= scopesSince && g.Level.Mounts == NoMounts
}

// scopes are those that a command's own domain has. Once more would be against
// those that it belongs to.
func (g *Guard) scopes(spec *Spec) uint64 {
	switch {
	case g.isKin(spec):
		return 0
	case spec.Kin == "":
		return scopes
	}
	return unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET
}

// kin answers nil for a command that is none.
func (g *Guard) kin(spec *Spec) (*kin, error) {
	if !g.isKin(spec) {
		return nil, nil
	}
	g.kins.mu.Lock()
	defer g.kins.mu.Unlock()
	if k := g.kins.of[spec.Kin]; k != nil {
		return k, nil
	}
	k := &kin{starts: make(chan func()), ended: make(chan struct{})}
	ready := make(chan error)
	go k.run(g.Level.ABI, ready)
	if err := <-ready; err != nil {
		return nil, err
	}
	if g.kins.of == nil {
		g.kins.of = map[string]*kin{}
	}
	g.kins.of[spec.Kin] = k
	return k, nil
}

// Forget ends what there is for commands of a workspace. They stay as they are.
func (g *Guard) Forget(workspaceID string) {
	g.kins.mu.Lock()
	defer g.kins.mu.Unlock()
	if k := g.kins.of[workspaceID]; k != nil {
		close(k.ended)
		delete(g.kins.of, workspaceID)
	}
}

// Close forgets all.
func (g *Guard) Close() {
	g.kins.mu.Lock()
	defer g.kins.mu.Unlock()
	for _, k := range g.kins.of {
		close(k.ended)
	}
	clear(g.kins.of)
}

// run never gives the thread back: it ends with it.
func (k *kin) run(abi int, ready chan<- error) {
	runtime.LockOSThread()
	if unix.Gettid() == unix.Getpid() {
		// The main thread is the program itself for whoever signals that. While it
		// waits here another goroutine gets another one.
		defer runtime.UnlockOSThread()
		other := make(chan error)
		go k.run(abi, other)
		ready <- <-other
		return
	}
	err := enterScopes(abi)
	ready <- err
	for err == nil {
		select {
		case start := <-k.starts:
			start()
		case <-k.ended:
			return
		}
	}
}

// enterScopes is for the thread that calls it, and for ever.
func enterScopes(abi int) error {
	// It has to be granted for it not to be denied.
	const refer = unix.LANDLOCK_ACCESS_FS_REFER
	set, err := newRuleset(&unix.LandlockRulesetAttr{Handled_access_fs: refer, Scoped: scopes}, abi)
	if err != nil {
		return err
	}
	defer func() { _ = set.Close() }()
	if err := allow(set, grant{"/", refer}, refer); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return os.NewSyscallError("prctl", err)
	}
	// What domains within log is theirs to say.
	flags := restrictFlags(abi) &^ unix.LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF
	if _, _, errno := unix.RawSyscall(unix.SYS_LANDLOCK_RESTRICT_SELF, set.Fd(), uintptr(flags), 0); errno != 0 {
		return os.NewSyscallError("landlock_restrict_self", errno)
	}
	return nil
}

// start is os.StartProcess: what is started is in the domains of the thread that
// starts it. On nil it is as anywhere.
func (k *kin) start(program string, argv []string, attr *os.ProcAttr) (process *os.Process, err error) {
	if k == nil {
		return os.StartProcess(program, argv, attr)
	}
	done := make(chan struct{})
	select {
	case k.starts <- func() { process, err = os.StartProcess(program, argv, attr); close(done) }:
		<-done
		return process, err
	case <-k.ended:
		return nil, errEnded
	}
}
