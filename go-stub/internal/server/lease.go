package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
)

func (s *Server) leaseList(w http.ResponseWriter, _ *http.Request) error {
	writeJSON(w, http.StatusOK, s.leases.List())
	return nil
}

func (s *Server) leaseAcquire(w http.ResponseWriter, r *http.Request) error {
	var body lease.Request
	if err := readJSON(r, &body); err != nil {
		return err
	}
	grant, err := s.leases.Acquire(body)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, grant)
	return nil
}

func (s *Server) leaseRenew(w http.ResponseWriter, r *http.Request) error {
	renewed, err := s.leases.Renew(r.PathValue("id"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, renewed)
	return nil
}

func (s *Server) leaseRelease(w http.ResponseWriter, r *http.Request) error {
	if err := s.leases.Release(r.PathValue("id")); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, true)
	return nil
}

// leaseLost are the properties of stub.lease.lost.
type leaseLost struct {
	Lease  lease.Lease   `json:"lease"`
	Reason string        `json:"reason"`
	By     *lease.Holder `json:"by"`
}

func (s *Server) announceLost(lost lease.Lost) {
	s.announce("", "stub.lease.lost", leaseLost{Lease: lost.Lease, Reason: lost.Reason, By: lost.By})
}

// leased are the commands that leases are about: those of the tables of
// commands and of terminals, which are made later.
type leased struct{ server *Server }

func (l leased) CountUnfinished(of func(string, *lease.Holder) bool) int {
	return l.server.commands.CountUnfinished(of) + l.server.terminals.CountUnfinished(of)
}

func (l leased) EndUnfinished(of func(string, *lease.Holder) bool) int {
	return l.server.commands.EndUnfinished(of) + l.server.terminals.EndUnfinished(of)
}
