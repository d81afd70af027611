package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
)

func status(ctx context.Context, args []string, sys system) int {
	set := flags("status")
	root := rootFlag(set)
	asJSON := set.Bool("json", false, "")
	withToken := set.Bool("with-token", false, "") // with --json
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	ctx, cancel := context.WithTimeout(ctx, defaultTimeout)
	defer cancel()
	files, err := find(*root, sys)
	if err != nil {
		return failQuietly(sys, err)
	}
	found, err := life.Look(ctx, files)
	if err != nil {
		return failQuietly(sys, err)
	}
	var token string
	if *withToken && found.Running {
		if token, err = life.ReadToken(files); err != nil {
			return failQuietly(sys, err)
		}
	}
	if *asJSON {
		_ = json.NewEncoder(sys.stdout).Encode(struct {
			life.Status
			Token string `json:"token,omitempty"`
		}{found, token})
	} else {
		_, _ = fmt.Fprintln(sys.stdout, describe(found))
	}
	if !found.Running {
		return exitNotRunning
	}
	return 0
}

func describe(s life.Status) string {
	switch s.State {
	case life.Running:
		since := time.UnixMilli(s.StartedAt).UTC().Format(time.RFC3339)
		doing := "running"
		if s.Idle != nil && *s.Idle {
			doing = "idle"
		}
		return fmt.Sprintf("%s: pid %d, version %s, since %s, port %d, socket %q", doing, s.PID, s.Version, since, s.Port, s.Socket)
	case life.Unresponsive:
		return "not usable: " + s.Reason
	}
	return fmt.Sprintf("not running (predecessor: %s)", s.State)
}
