package server

import (
	"net/http"
	"time"
)

// logRequest writes a line a request: no headers, no query, no body, which may
// hold secrets.
func (s *Server) logRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		defer func() {
			status := 0
			if rec, ok := w.(*recorder); ok {
				status = rec.status
			}
			s.cfg.Log.Debug("request", "method", r.Method, "path", r.URL.Path, "status", status, "ms", time.Since(begin).Milliseconds())
		}()
		next.ServeHTTP(w, r)
	})
}
