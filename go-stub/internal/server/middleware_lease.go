package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
)

// Headers of leases: a request names the one it is made under, and the answer
// says when that is in force no more.
const (
	leaseHeader      = "X-Orssh-Lease"
	leaseStateHeader = "X-Orssh-Lease-State"
)

func leaseOf(r *http.Request) string { return r.Header.Get(leaseHeader) }

// keepLease renews the lease of a request, which stays in force as long as the
// request is answered.
func (s *Server) keepLease(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leaseID := leaseOf(r)
		if leaseID == "" {
			next.ServeHTTP(w, r)
			return
		}
		if answer, ok := w.(*recorder); ok {
			answer.before = func(header http.Header) {
				if !s.leases.Holds(leaseID) {
					header.Set(leaseStateHeader, "lost")
				}
			}
		}
		defer s.leases.Use(leaseID)()
		next.ServeHTTP(w, r)
	})
}

// working lets a request through that may begin work now. What it begins is
// asked for again by then; here nothing was changed yet.
func (s *Server) working(h handle) handle {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := s.leases.Admit(leaseOf(r), func(*lease.Holder) error { return nil }); err != nil {
			return err
		}
		return h(w, r)
	}
}
