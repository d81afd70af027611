package life

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

// readyFD is the descriptor on which a launched serve says how its start went:
// the first of exec.Cmd's ExtraFiles.
const readyFD = 3

// started is what serve writes there, as one line of JSON.
type started struct {
	Serving *Serving     `json:"serving,omitempty"`
	Held    bool         `json:"held,omitempty"` // another stub has the lock
	Code    failure.Code `json:"code,omitempty"`
	Message string       `json:"message,omitempty"`
}

// spawn starts serve in a session of its own, with no descriptor of this
// process, and waits until it serves. errLockHeld when another stub was first.
func spawn(ctx context.Context, exe string, files layout.Layout, idleTimeout time.Duration) (Serving, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return Serving{}, fmt.Errorf("start the stub: %w", err)
	}
	defer func() { _ = read.Close() }()
	cmd := exec.Command(exe, "serve", "--root", files.Root, "--idle-timeout", idleTimeout.String(), "--ready")
	cmd.Dir = "/"
	cmd.ExtraFiles = []*os.File{write}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	err = errors.Join(cmd.Start(), write.Close())
	if err != nil {
		return Serving{}, fmt.Errorf("start the stub: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = read.SetReadDeadline(time.Now()) })
	defer stop()
	line, err := bufio.NewReader(read).ReadBytes('\n')
	if err == nil {
		return accept(ctx, cmd, line)
	}
	_ = cmd.Process.Kill()
	ended := cmd.Wait()
	if errors.Is(err, io.EOF) {
		return Serving{}, failure.New(failure.NotReady, "the stub ended before it served (%v); see %s", ended, files.LogFile())
	}
	return Serving{}, failure.New(failure.NotReady, "the stub did not serve in time and was killed; see %s", files.LogFile())
}

// accept lets a stub that serves go its way, and sees one that failed to its
// end.
func accept(ctx context.Context, cmd *exec.Cmd, line []byte) (Serving, error) {
	serving, err := understand(line)
	if err == nil {
		return serving, cmd.Process.Release()
	}
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	defer stop()
	_ = cmd.Wait()
	return Serving{}, err
}

func understand(line []byte) (Serving, error) {
	var said started
	if err := json.Unmarshal(line, &said); err != nil {
		return Serving{}, fmt.Errorf("the started stub said %q: %w", line, err)
	}
	switch {
	case said.Held:
		return Serving{}, errLockHeld
	case said.Serving == nil:
		return Serving{}, failure.New(said.Code, "%s", said.Message)
	}
	return *said.Serving, nil
}

// ServeLaunched is Serve for the process that spawn started.
func ServeLaunched(ctx context.Context, opts ServeOptions) error {
	pipe := os.NewFile(readyFD, "ready")
	syscall.CloseOnExec(readyFD)
	opts.Ready = func(serving Serving) {
		tell(pipe, started{Serving: &serving})
	}
	err := Serve(ctx, opts)
	if err != nil {
		// After Ready the pipe is closed and this goes nowhere.
		tell(pipe, started{Held: errors.Is(err, errLockHeld), Code: failure.CodeOf(err), Message: failure.Message(err)})
	}
	return err
}

// tell ignores errors: a launch that is gone needs no answer.
func tell(pipe *os.File, what started) {
	line, err := json.Marshal(what)
	if err == nil {
		_, _ = pipe.Write(append(line, '\n'))
	}
	_ = pipe.Close()
}
