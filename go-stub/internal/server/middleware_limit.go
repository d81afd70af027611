package server

import (
	"net/http"
	"time"
)

// What bounds bodies that are no streams. A prompt may carry images, and has
// to fit into a line of a session's file; a replay has ten events.
const (
	maxBody   = 1 << 20
	maxPrompt = 12 << 20
	maxReplay = 64 << 20
)

func limitBody(next http.Handler, size int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, size)
		next.ServeHTTP(w, r)
	})
}

// streamBody is for bodies that last as long as what they are for.
func streamBody(next http.Handler, still time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paceStream(r, still)
		next.ServeHTTP(w, r)
	})
}
