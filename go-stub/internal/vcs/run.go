package vcs

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os/exec"
	"syscall"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

const (
	// maxTime ends a git that does not.
	maxTime = 30 * time.Second
	// maxOutput is OpenCode's bound for a patch.
	maxOutput = 10_000_000
)

type runOptions struct {
	max   int // of stdout, in bytes
	stdin io.Reader
}

type output struct {
	stdout []byte
	stderr string
	code   int
	cut    bool
}

// run answers what git says; its exit code is no error.
func (r *Repository) run(ctx context.Context, opts runOptions, args ...string) (output, error) {
	limited, cancel := context.WithTimeout(ctx, cmp.Or(r.limit, maxTime))
	defer cancel()
	all := append(append(append([]string{}, settings...), r.off...), args...)
	cmd := exec.CommandContext(limited, r.git, all...)
	cmd.Dir, cmd.Env, cmd.Stdin = r.dir, r.env, opts.stdin
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	stdout, stderr := &bounded{max: opts.max, full: cancel}, &bounded{max: 4 << 10, full: func() {}}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	err := r.start(cmd)
	if err == nil {
		err = cmd.Wait()
	}
	out := output{stdout: stdout.Bytes(), stderr: stderr.String(), cut: stdout.over}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return out, ctx.Err()
	case out.cut:
		return out, nil
	case limited.Err() != nil:
		return out, fault.New(fault.Internal, "vcs_slow", "git %s in %s did not end within %v.", args[0], r.dir, cmp.Or(r.limit, maxTime))
	case errors.As(err, &exit):
		out.code = exit.ExitCode()
		return out, nil
	}
	return out, err
}

func (r *Repository) start(cmd *exec.Cmd) error {
	if r.guard == nil {
		return cmd.Start()
	}
	done, err := r.guard(cmd)
	if err != nil {
		return err
	}
	defer done()
	return cmd.Start()
}

// fields answers what git lists with -z.
func (r *Repository) fields(ctx context.Context, args ...string) ([]string, error) {
	out, err := r.run(ctx, runOptions{max: maxOutput}, args...)
	if err != nil {
		return nil, err
	}
	var list []string
	for field := range bytes.SplitSeq(out.stdout, []byte{0}) {
		if len(field) > 0 {
			list = append(list, string(field))
		}
	}
	if out.cut && len(list) > 0 {
		list = list[:len(list)-1]
	}
	return list, nil
}

// line answers git's first line of output, "" when it failed.
func (r *Repository) line(ctx context.Context, args ...string) (string, error) {
	out, err := r.run(ctx, runOptions{max: 64 << 10}, args...)
	if err != nil || out.code != 0 {
		return "", err
	}
	first, _, _ := bytes.Cut(out.stdout, []byte("\n"))
	return string(bytes.TrimSpace(first)), nil
}

// bounded keeps what fits, and calls full once when more comes.
type bounded struct {
	bytes.Buffer
	max  int
	full func()
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if room := b.max - b.Len(); len(p) > room {
		_, _ = b.Buffer.Write(p[:room])
		if !b.over {
			b.over = true
			b.full()
		}
		return len(p), nil
	}
	return b.Buffer.Write(p)
}
