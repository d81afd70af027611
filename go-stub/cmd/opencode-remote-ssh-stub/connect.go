package main

import (
	"context"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/bridge"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func connect(ctx context.Context, args []string, sys system) int {
	set := flags("connect")
	root := rootFlag(set)
	timeout := set.Duration("timeout", defaultTimeout, "")
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	files, err := find(*root, sys)
	if err != nil {
		return failQuietly(sys, err)
	}
	dialing, cancel := context.WithTimeout(ctx, *timeout)
	defer cancel()
	conn, err := life.Connect(dialing, files)
	if err == nil {
		err = bridge.Bridge(conn, sys.stdin, sys.stdout)
	}
	if err != nil {
		return failQuietly(sys, err)
	}
	return 0
}
