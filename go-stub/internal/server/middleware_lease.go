package server

import (
	"io"
	"net/http"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
)

// Headers of leases: a request names the one it is made under, and the answer
// says when that is in force no more.
const (
	leaseHeader      = "X-Orssh-Lease"
	leaseStateHeader = "X-Orssh-Lease-State"
)

func leaseOf(r *http.Request) string { return r.Header.Get(leaseHeader) }

// keepLease renews the lease of a request by what arrives of it: the head, and
// the body of one that is streamed. An answer under way does not keep a lease:
// sshd holds a connection open long after its other end has lost power.
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
		_, _ = s.leases.Renew(leaseID)
		r.Body = &renewing{ReadCloser: r.Body, leases: s.leases, id: leaseID, last: time.Now()}
		next.ServeHTTP(w, r)
	})
}

// renewEvery spares the table the thousands of pieces of a fast upload.
const renewEvery = time.Second

// renewing renews a lease as a body arrives.
type renewing struct {
	io.ReadCloser
	leases *lease.Table
	id     string
	last   time.Time
}

func (b *renewing) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if now := time.Now(); n > 0 && now.Sub(b.last) >= renewEvery {
		b.last = now
		_, _ = b.leases.Renew(b.id)
	}
	return n, err
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
