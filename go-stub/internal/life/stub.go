package life

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/procid"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

// stub is a server with its identity, before it listens.
type stub struct {
	setup  Setup
	server Server
}

func build(opts ServeOptions, log *slog.Logger, end context.CancelCauseFunc) (stub, error) {
	sum, err := version.SHA256()
	if err != nil {
		return stub{}, err
	}
	damage := &state.Report{}
	token, err := ensureToken(opts.Files, damage)
	if err != nil {
		return stub{}, err
	}
	setup := Setup{
		Token:    token,
		Instance: randomHex(16),
		Version:  version.Version,
		SHA256:   sum,
		StateDir: opts.Files.State,
		Home:     opts.Home,
		Own:      []string{opts.Files.Root, opts.Files.Own()},
		Log:      log,
		Damage:   damage,
		Shutdown: func(reason string) { end(errors.New(reason)) },
		RenewToken: func(swap func(token string, rename func() error) error) error {
			return renewToken(opts.Files, swap)
		},
	}
	server, err := opts.Build(setup)
	if err != nil {
		return stub{}, fmt.Errorf("make the server: %w", err)
	}
	return stub{setup: setup, server: server}, nil
}

func (s stub) record(port int, socket string) (Record, error) {
	id, err := procid.Self()
	if err != nil {
		return Record{}, err
	}
	host, _ := os.Hostname()
	return Record{
		ID:        id,
		Instance:  s.setup.Instance,
		Version:   s.setup.Version,
		SHA256:    s.setup.SHA256,
		Port:      port,
		Socket:    socket,
		StartedAt: time.Now().UnixMilli(),
		Hostname:  host,
	}, nil
}
