package server

import "net/http"

// count keeps track of who is connected. Who has not shown the token does not
// count: nobody else keeps the stub from ending.
func (s *Server) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.connections.Add(1)
		defer func() {
			s.connections.Add(-1)
			s.touch()
		}()
		next.ServeHTTP(w, r)
	})
}
