package server

import (
	"errors"
	"net/http"
	"sync"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// token is the bearer token in force.
type token struct {
	mu    sync.RWMutex
	value string
}

func (t *token) now() string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.value
}

// swap takes another token if rename replaces the file. No request is looked
// at in between: who reads the new file is let in, and gets its proof.
func (t *token) swap(value string, rename func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := rename(); err != nil {
		return err
	}
	t.value = value
	return nil
}

// tokenRotate does not answer the new token: who may have it reads its file,
// as the host's user.
func (s *Server) tokenRotate(w http.ResponseWriter, _ *http.Request) error {
	if s.cfg.RenewToken == nil {
		return fault.New(fault.Conflict, "no_token_file", "This stub keeps its token in no file.")
	}
	err := s.cfg.RenewToken(s.token.swap)
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.New(fault.NoSpace, "disk_full", "There is no room for a new token on this host (%v); the old one stays valid.", err)
	}
	if err != nil {
		return err
	}
	s.cfg.Log.Info("the token was rotated")
	writeJSON(w, http.StatusOK, map[string]bool{"rotated": true})
	return nil
}
