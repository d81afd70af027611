package main

import (
	"context"
	"errors"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func serve(ctx context.Context, args []string, sys system) int {
	set := flags("serve")
	root := rootFlag(set)
	idle := set.Duration("idle-timeout", defaultIdle, "")
	// Set by launch: descriptor 3 is a pipe that wants to know how the start went.
	ready := set.Bool("ready", false, "")
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	if *idle < 0 {
		return failQuietly(sys, errors.New("serve: --idle-timeout must not be negative (0: never)"))
	}
	serveOnce := life.Serve
	first := uint(3)
	if *ready {
		serveOnce, first = life.ServeLaunched, first+1
	}
	life.KeepDescriptors(first)
	files, err := find(*root, sys)
	if err != nil {
		return failQuietly(sys, err)
	}
	home := layout.Home(sys.getenv)
	if home == "" {
		home = "/"
	}
	err = serveOnce(ctx, life.ServeOptions{
		Files:       files,
		Home:        home,
		IdleTimeout: *idle,
		Build:       build,
		Terminal:    sys.stderr,
		Ready:       func(life.Serving) {},
	})
	if err != nil {
		return failQuietly(sys, err)
	}
	return 0
}
