package server

import "net/http"

// middleware is what every request passes, the innermost first.
func (s *Server) middleware(next http.Handler) http.Handler {
	for _, wrap := range []func(http.Handler) http.Handler{s.keepLease, s.count, s.authenticate, s.checkOrigin, s.recover, s.logRequest, s.record} {
		next = wrap(next)
	}
	return next
}
