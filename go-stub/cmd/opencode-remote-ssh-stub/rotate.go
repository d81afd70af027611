package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func rotate(ctx context.Context, args []string, sys system) int {
	set := flags("rotate")
	root := rootFlag(set)
	timeout := set.Duration("timeout", defaultTimeout, "")
	withToken := set.Bool("with-token", false, "") // with --json
	asJSON := set.Bool("json", false, "")
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	ctx, cancel := context.WithTimeout(ctx, *timeout)
	defer cancel()
	files, err := find(*root, sys)
	if err != nil {
		return failQuietly(sys, err)
	}
	rotated, err := life.Rotate(ctx, files)
	if err == nil && rotated.Rotated && *withToken {
		rotated.Token, err = life.ReadToken(files)
	}
	if err != nil {
		return failQuietly(sys, err)
	}
	switch {
	case *asJSON:
		_ = json.NewEncoder(sys.stdout).Encode(rotated)
	case !rotated.Rotated:
		_, _ = fmt.Fprintln(sys.stdout, "there is no token yet")
	case rotated.Running:
		_, _ = fmt.Fprintln(sys.stdout, "rotated: the stub that runs refuses the old token")
	default:
		_, _ = fmt.Fprintln(sys.stdout, "rotated: the next stub refuses the old token")
	}
	return 0
}
