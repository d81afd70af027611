package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/install"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

func installSelf(_ context.Context, args []string, sys system) int {
	// What follows --launch is launch's.
	var launchArgs []string
	if at := slices.Index(args, "--launch"); at >= 0 {
		args, launchArgs = args[:at], append([]string{version.Name, "launch"}, args[at+1:]...)
	}
	set := flags("install")
	name := set.String("name", "", "")
	sum := set.String("sha256", "", "")
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	path, err := installAs(*name, *sum, sys)
	if errors.Is(err, install.ErrUsage) {
		return usage(sys.stderr, "install: "+err.Error())
	}
	if err != nil {
		return fail(sys, err)
	}
	printLine(sys.stdout, wordInstalled, struct {
		V    int    `json:"v"`
		Path string `json:"path"`
	}{1, path})
	if launchArgs == nil {
		return 0
	}
	err = syscall.Exec(path, launchArgs, os.Environ())
	return fail(sys, fmt.Errorf("run %s: %w", path, err))
}

func installAs(name, sum string, sys system) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", failure.New(failure.Internal, "find the uploaded file: %w", err)
	}
	actual, err := version.SHA256()
	if err != nil {
		return "", err
	}
	return install.Install(install.Options{
		Uploaded: self,
		SHA256:   actual,
		Name:     name,
		Expected: sum,
		Version:  version.Version,
		Warn:     func(message string) { _, _ = fmt.Fprintln(sys.stderr, message) },
	})
}
