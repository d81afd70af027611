package pty

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

// startSize is what a program sees before its first client says its own.
var startSize = Size{Rows: 24, Cols: 80}

func check(s Spec) error {
	texts := append([]string{s.Command, s.Title}, s.Args...)
	for name, value := range s.Env {
		if name == "" || strings.ContainsAny(name, "=\x00") {
			return fault.Bad("env", "invalid_field", "%q is not a name of an environment variable.", name)
		}
		texts = append(texts, value)
	}
	if slices.ContainsFunc(texts, func(text string) bool { return strings.IndexByte(text, 0) >= 0 }) {
		return fault.Bad("command", "invalid_field", "command, args, title and env must not contain a NUL byte.")
	}
	return nil
}

// start forks. The terminal is not seen to its end yet.
func start(spec Spec, guard *sandbox.Guard) (*Terminal, error) {
	if err := check(spec); err != nil {
		return nil, err
	}
	command := spec.Command
	if command == "" {
		command = loginShell()
	}
	args := append([]string{}, spec.Args...)
	if takesLogin[strings.ToLower(filepath.Base(command))] {
		args = append(args, "-l")
	}
	added := spec.Guard.Env(spec.Env)
	added["TERM"], added["OPENCODE_TERMINAL"] = "xterm-256color", "1"
	env := exec.Environment(added, spec.Cwd)
	path := os.Getenv("PATH")
	if own, ok := spec.Env["PATH"]; ok {
		path = own
	}
	program, err := exec.FindProgram(command, spec.Cwd, path)
	if err != nil {
		return nil, notStarted(command, err)
	}
	device, child, err := openDevice(startSize)
	if err != nil {
		return nil, fault.New(fault.Conflict, "no_terminal", "This host gives no more terminals: %v.", err)
	}
	defer func() { _ = child.Close() }()
	process, err := guard.Start(spec.Guard, program, append([]string{command}, args...), &os.ProcAttr{
		Dir: spec.Cwd, Env: env, Files: []*os.File{child, child, child}, Sys: &syscall.SysProcAttr{Setsid: true, Setctty: true},
	})
	if err != nil {
		_ = device.Close()
		return nil, notStarted(command, err)
	}
	name := id.Ascending("pty")
	title := spec.Title
	if title == "" {
		title = "Terminal " + name[len(name)-4:]
	}
	return &Terminal{
		spec: spec, device: device, process: process, output: newBuffer(), done: make(chan struct{}),
		info: Info{ID: name, Title: title, Command: command, Args: args, Cwd: spec.Cwd, Status: Running, PID: process.Pid},
	}, nil
}

func notStarted(command string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Bad("command", "command_not_found", "There is no program %q on this host.", command)
	}
	if exec.Starves(err) {
		return err
	}
	return fault.Bad("command", "command_not_started", "%q cannot be run: %v.", command, err)
}
