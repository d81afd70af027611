package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

func stop(ctx context.Context, args []string, sys system) int {
	set := flags("stop")
	root := rootFlag(set)
	timeout := set.Duration("timeout", defaultTimeout, "")
	asJSON := set.Bool("json", false, "")
	clearing := set.Bool("clear", false, "")
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	files, err := find(*root, sys)
	if err != nil {
		return failQuietly(sys, err)
	}
	stopped, err := life.Stop(ctx, files, *timeout)
	if err != nil {
		return failQuietly(sys, err)
	}
	if *clearing {
		sandbox.Clear(files.Root)
	}
	switch {
	case *asJSON:
		_ = json.NewEncoder(sys.stdout).Encode(stopped)
	case !stopped.WasRunning:
		_, _ = fmt.Fprintln(sys.stdout, "not running")
	case stopped.Killed:
		_, _ = fmt.Fprintf(sys.stdout, "killed pid %d: it did not end within %s\n", stopped.PID, *timeout)
	default:
		_, _ = fmt.Fprintf(sys.stdout, "stopped pid %d\n", stopped.PID)
	}
	return 0
}
