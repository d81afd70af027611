package main

import (
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/life"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/server"
)

// build is the life.Build of the real server.
func build(setup life.Setup) (life.Server, error) {
	s, err := server.New(server.Config{
		Token:    setup.Token,
		Instance: setup.Instance,
		Version:  setup.Version,
		SHA256:   setup.SHA256,
		StateDir: setup.StateDir,
		Home:     setup.Home,
		Own:      setup.Own,
		Log:      setup.Log,
		Damage:   setup.Damage,
		Shutdown: setup.Shutdown,
		Now:      time.Now,

		RenewToken: setup.RenewToken,
	})
	if err != nil {
		return life.Server{}, err
	}
	return life.Server{
		Handler:     s.Handler(),
		ConnContext: s.ConnContext,
		ConnState:   s.ConnState,
		Listener:    s.Listener,
		Activity:    func() life.Activity { return life.Activity(s.Activity()) },
		Close:       s.Close,
	}, nil
}
