package server

import (
	"context"
	"net/http"
	"time"
)

// lastWrite is how long a stalled client may hold up the stub's end.
const lastWrite = time.Second

// sink sends the status with the first byte, so that until then an error can
// still be answered as one.
type sink struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	kind     string
	patience time.Duration // for one write; 0 is no limit
}

// openSink answers a sink and what must be called when the stream is over.
func (s *Server) openSink(w http.ResponseWriter, kind string) (*sink, func()) {
	out := &sink{w: w, control: http.NewResponseController(w), kind: kind}
	stop := context.AfterFunc(s.closing, func() { _ = out.control.SetWriteDeadline(time.Now().Add(lastWrite)) })
	return out, func() {
		if stop() {
			// For the stream's end; the next request on the connection begins anew.
			_ = out.control.SetWriteDeadline(time.Now().Add(answerStill))
		}
	}
}

func (s *sink) Write(p []byte) (int, error) {
	s.begin()
	return s.w.Write(p)
}

// Flush sends what was written.
func (s *sink) Flush() error {
	s.begin()
	return s.control.Flush()
}

func (s *sink) begin() {
	if !started(s.w) {
		s.w.Header().Set("Content-Type", s.kind)
		s.w.Header().Set("Cache-Control", "no-store")
		s.w.WriteHeader(http.StatusOK)
	}
	if s.patience > 0 {
		_ = s.control.SetWriteDeadline(time.Now().Add(s.patience))
	}
}
