package main

import (
	"context"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

type readyLine struct {
	V              int              `json:"v"`
	PID            int              `json:"pid"`
	Port           int              `json:"port"`
	Socket         string           `json:"socket"`
	Instance       string           `json:"instance"`
	Version        string           `json:"version"`
	SHA256         string           `json:"sha256"`
	Adopted        bool             `json:"adopted"`
	UpgradeWaiting bool             `json:"upgradeWaiting"`
	Predecessor    life.Predecessor `json:"predecessor"`
	Root           string           `json:"root"`
	Log            string           `json:"log"`
	Token          string           `json:"token,omitempty"`
}

func launch(ctx context.Context, args []string, sys system) int {
	set := flags("launch")
	root := rootFlag(set)
	idle := set.Duration("idle-timeout", defaultIdle, "")
	withToken := set.Bool("with-token", false, "")
	timeout := set.Duration("timeout", defaultTimeout, "")
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	life.KeepDescriptors(3)
	ctx, cancel := context.WithTimeout(ctx, *timeout)
	defer cancel()
	files, err := find(*root, sys)
	if err != nil {
		return fail(sys, err)
	}
	ready, err := launched(ctx, files, *idle)
	if err == nil && *withToken {
		ready.Token, err = life.ReadToken(files)
	}
	if err != nil {
		return fail(sys, err)
	}
	printLine(sys.stdout, wordReady, ready)
	return 0
}

func launched(ctx context.Context, files layout.Layout, idle time.Duration) (readyLine, error) {
	exe, err := life.Executable()
	if err != nil {
		return readyLine{}, err
	}
	sum, err := version.SHA256()
	if err != nil {
		return readyLine{}, err
	}
	stub, err := life.Launch(ctx, life.LaunchOptions{Files: files, Executable: exe, SHA256: sum, IdleTimeout: idle})
	if err != nil {
		return readyLine{}, err
	}
	return readyLine{
		V:              1,
		PID:            stub.Record.PID,
		Port:           stub.Record.Port,
		Socket:         stub.Record.Socket,
		Instance:       stub.Record.Instance,
		Version:        stub.Record.Version,
		SHA256:         stub.Record.SHA256,
		Adopted:        stub.Adopted,
		UpgradeWaiting: stub.UpgradeWaiting,
		Predecessor:    stub.Predecessor,
		Root:           files.Root,
		Log:            files.LogFile(),
	}, nil
}
