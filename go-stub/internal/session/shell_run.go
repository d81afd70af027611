package session

import (
	"context"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

// play is the whole life of a shell command.
func (r *shell) play(ctx context.Context) {
	s := r.session
	defer s.store.shells.Done()
	defer close(r.done)
	s.showBusy()
	r.failure = r.open()
	if r.failure == nil {
		reason := r.run(ctx)
		r.failure = r.end(reason)
	}
	if r.failure != nil {
		s.store.Log.Error("shell not recorded", "session", s.Info().ID, "error", r.failure)
	}
	s.mu.Lock()
	s.shell = nil
	s.mu.Unlock()
	s.showIdle()
}

// run answers why the command did not run, or nil when it has ended.
func (r *shell) run(ctx context.Context) error {
	s := r.session
	info := s.Here()
	command, err := s.store.Commands.Create(exec.Spec{
		Command: r.request.Command, Cwd: info.Directory, Streams: "merged", WorkspaceID: info.WorkspaceID, SessionID: info.ID,
		LeaseID: r.request.LeaseID,
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	r.command = command
	aborted := r.aborted
	s.mu.Unlock()
	if aborted {
		command.Kill(unix.SIGTERM, abortGrace)
	}
	err = command.Ready(ctx)
	command.Detach()
	if ctx.Err() != nil {
		err = command.Ready(context.Background()) // it is withdrawn, or began as its caller went
	}
	if err != nil {
		return err
	}
	if err = r.noteProcess(command); err == nil {
		err = r.stream(command)
	}
	if err != nil {
		command.Kill(unix.SIGTERM, abortGrace) // nobody would know that it runs
	}
	return err
}

// stream collects the output and shows it as it comes.
func (r *shell) stream(command *exec.Command) error {
	reader := command.Read()
	defer reader.Close()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for reader.Next(timer.C, r.output.add) {
		now := r.session.store.Now()
		kind, wait := r.output.next(now)
		if kind != nothing {
			if err := r.showOutput(kind); err != nil {
				return err
			}
			r.output.sent(kind, now)
		} else if wait > 0 {
			timer.Reset(wait)
		}
	}
	return nil
}
