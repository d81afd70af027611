package server

import (
	"net/http"
	"time"
)

// record remembers what was sent, for the middleware inside of it, and lets
// go of a client that neither sends nor takes.
func (s *Server) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer s.crowd.Leave(r.Context())
		control := http.NewResponseController(w)
		_ = control.SetWriteDeadline(time.Time{}) // the answer before left one
		defer pace(r, control)()
		next.ServeHTTP(&recorder{ResponseWriter: w}, r)
	})
}

// recorder knows the status that was sent.
type recorder struct {
	http.ResponseWriter
	status int
	before func(http.Header) // called with the headers before they are sent
}

// WriteHeader is of http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	w.begin(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	w.begin(http.StatusOK)
	return w.ResponseWriter.Write(p)
}

func (w *recorder) begin(status int) {
	if w.status != 0 {
		return
	}
	w.status = status
	if w.before != nil {
		w.before(w.Header())
	}
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// started says whether a status was sent.
func started(w http.ResponseWriter) bool {
	r, ok := w.(*recorder)
	return ok && r.status != 0
}
