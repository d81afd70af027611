package server

import (
	"cmp"
	"net/http"
	"path"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// router finds the route of a request; what has none is answered in the one
// error form.
func (s *Server) router() http.Handler {
	mux := http.NewServeMux()
	for _, route := range s.routes() {
		handle := route.handle
		if route.work {
			handle = s.working(handle)
		}
		answer := s.answer(handle)
		if route.stream {
			answer = streamBody(answer, route.still)
		} else {
			answer = limitBody(answer, cmp.Or(route.body, maxBody))
		}
		mux.Handle(route.pattern, answer)
	}
	return s.answer(func(w http.ResponseWriter, r *http.Request) error {
		// The mux would answer a redirect.
		if r.URL.Path != path.Clean("/"+r.URL.Path) {
			return fault.New(fault.NotFound, "no_route", "There is no %s.", r.URL.Path)
		}
		found, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return nil
		}
		return noRoute(w, r, found)
	})
}

// noRoute tells a wrong method from a wrong path by what the mux would answer.
func noRoute(w http.ResponseWriter, r *http.Request, found http.Handler) error {
	probe := &probeWriter{header: http.Header{}}
	found.ServeHTTP(probe, r)
	allow := probe.header.Get("Allow")
	if probe.status != http.StatusMethodNotAllowed || allow == "" {
		return fault.New(fault.NotFound, "no_route", "There is no %s %s.", r.Method, r.URL.Path)
	}
	w.Header().Set("Allow", allow)
	return fault.New(fault.MethodNotAllowed, "method_not_allowed", "%s is not a method of %s; it takes %s.",
		r.Method, r.URL.Path, strings.ReplaceAll(allow, ",", " and"))
}

// probeWriter keeps what would be answered.
type probeWriter struct {
	header http.Header
	status int
}

func (p *probeWriter) Header() http.Header         { return p.header }
func (p *probeWriter) Write(b []byte) (int, error) { return len(b), nil }
func (p *probeWriter) WriteHeader(status int)      { p.status = status }
