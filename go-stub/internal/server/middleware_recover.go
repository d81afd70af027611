package server

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// recover answers 500 for a panic; an answer that is under way is broken off.
func (s *Server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			s.cfg.Log.Error("panic", "method", r.Method, "path", r.URL.Path, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
			if started(w) {
				panic(http.ErrAbortHandler)
			}
			s.fail(w, r, fault.New(fault.Internal, "internal", "%s %s failed inside of the stub; its log says more.", r.Method, r.URL.Path))
		}()
		next.ServeHTTP(w, r)
	})
}
