package exec

import (
	"context"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/saved"
)

// begin asks for permission, starts the command and sees it to its end.
func (c *Command) begin(ctx context.Context, gate Gate) {
	entry, err := gate.Enter(ctx, Ask{
		WorkspaceID: c.spec.WorkspaceID, SessionID: c.spec.SessionID, Cwd: c.spec.Cwd, Command: c.spec.text(),
		Argv: c.spec.Argv, Own: c.spec.Env, Key: c.spec.Key, Fail: c.spec.OnDenied == "fail", Allow: c.spec.Allow, Terms: c.spec.Terms, Asked: c.noteAsked, Granted: c.notePermitted,
	})
	if err == nil && unix.Access(entry.Dir, unix.X_OK) != nil {
		err = fault.Bad("cwd", "cwd_not_accessible", "The directory %s may not be entered by this user.", entry.Dir)
	}
	if ctx.Err() != nil {
		err = withdrawn()
	}
	if err == nil {
		err = c.admitted()
	}
	if err != nil {
		c.refuse(err)
		return
	}
	pumps, err := c.start(entry)
	if err != nil {
		c.failToStart(err)
		return
	}
	c.see(pumps)
}

func withdrawn() error {
	return fault.New(fault.Conflict, "withdrawn", "The command was withdrawn before it was allowed to run.")
}

func (c *Command) noteAsked(request any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.request = request
	close(c.asked)
}

// start forks. What it answers are the running pumps.
func (c *Command) start(entry Entry) (pumps chan struct{}, err error) {
	argv, dir := c.spec.argv(), entry.Dir
	env := environment(entry.Guard.Env(c.spec.Env), dir)
	c.mu.Lock()
	c.cwd, c.loose = dir, entry.Loose
	if entry.OutputBytes > 0 {
		c.allowed = newQuota(entry.OutputBytes, c.endBy)
	}
	c.held = entry.Guard
	c.mu.Unlock()
	program, err := findProgram(argv[0], dir, lookup(env, "PATH"))
	if err != nil {
		return nil, err
	}
	streams, err := openStreams(&c.spec)
	if err != nil {
		return nil, err
	}
	defer streams.closeChildEnds()
	process, err := c.guard.Start(entry.Guard, program, argv, &os.ProcAttr{
		Dir: dir, Env: env, Files: streams.child[:], Sys: &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		streams.closeOwnEnds()
		return nil, err
	}
	c.noteStarted(process, streams, c.save())
	return c.startPumps(streams), nil
}

func (c *Command) noteStarted(process *os.Process, streams *streams, file *saved.File) {
	c.mu.Lock()
	c.saved = file
	c.state, c.process, c.pid, c.started = Running, process, process.Pid, c.now()
	c.stdin.open(streams.stdin)
	if c.spec.TimeoutMs > 0 {
		c.timers = append(c.timers, time.AfterFunc(time.Duration(c.spec.TimeoutMs)*time.Millisecond, c.timeOut))
	}
	if c.unwanted {
		c.killLocked(unix.SIGTERM, hardGrace)
	}
	c.mu.Unlock()
	close(c.decided)
	if len(c.spec.StdinData) > 0 {
		go c.stdin.feed(c.spec.StdinData)
	}
}

func (c *Command) startPumps(streams *streams) chan struct{} {
	finished := make(chan struct{}, 2)
	running := 0
	for i, pipe := range streams.output {
		if pipe == nil {
			continue
		}
		running++
		go func() {
			pump(c.ring, byte(FrameStdout+i), pipe, &c.end, c.saved, c.allowed)
			finished <- struct{}{}
		}()
	}
	all := make(chan struct{})
	c.end.quiet = func() {
		for _, pipe := range streams.output {
			if pipe != nil {
				_ = pipe.SetReadDeadline(time.Now().Add(drain))
			}
		}
	}
	go func() {
		for range running {
			<-finished
		}
		c.endNote()
		c.saved.Close()
		close(all)
	}()
	return all
}
