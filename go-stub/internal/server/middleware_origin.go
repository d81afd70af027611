package server

import (
	"net"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// checkOrigin refuses what a page in a browser could send: any Origin, and a
// Host that was made to resolve to loopback.
func (s *Server) checkOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, has := r.Header["Origin"]; has {
			s.fail(w, r, fault.New(fault.Forbidden, "origin_refused", "Requests with an Origin are not answered."))
			return
		}
		if !ownHost(r.Host) {
			s.fail(w, r, fault.New(fault.Forbidden, "host_refused", "%q is not a name of this stub; use 127.0.0.1, localhost or stub.", r.Host))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func ownHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return host == "127.0.0.1" || host == "localhost" || host == "stub"
}
