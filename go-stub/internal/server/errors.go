package server

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// kinds is the one place that knows how failures look in HTTP.
var kinds = map[fault.Kind]struct {
	status int
	name   string
}{
	fault.Internal:            {http.StatusInternalServerError, "InternalError"},
	fault.BadRequest:          {http.StatusBadRequest, "BadRequestError"},
	fault.Unauthorized:        {http.StatusUnauthorized, "UnauthorizedError"},
	fault.Forbidden:           {http.StatusForbidden, "ForbiddenError"},
	fault.NotFound:            {http.StatusNotFound, "NotFoundError"},
	fault.MethodNotAllowed:    {http.StatusMethodNotAllowed, "MethodNotAllowedError"},
	fault.TooLarge:            {http.StatusRequestEntityTooLarge, "PayloadTooLargeError"},
	fault.Conflict:            {http.StatusConflict, "ConflictError"},
	fault.PermissionRequired:  {http.StatusForbidden, "PermissionRequiredError"},
	fault.LeaseHeld:           {http.StatusConflict, "LeaseHeldError"},
	fault.LeaseLost:           {http.StatusConflict, "LeaseLostError"},
	fault.PatchRefused:        {http.StatusBadRequest, "VcsApplyError"},
	fault.Changed:             {http.StatusPreconditionFailed, "ChangedError"},
	fault.NoSpace:             {http.StatusInsufficientStorage, "NoSpaceError"},
	fault.SnapshotUnavailable: {http.StatusNotImplemented, "SnapshotUnavailableError"},
	fault.TooMany:             {http.StatusTooManyRequests, "TooManyRequestsError"},
	fault.Unavailable:         {http.StatusServiceUnavailable, "UnavailableError"},
	fault.TimedOut:            {http.StatusRequestTimeout, "TimeoutError"},
}

// errorBody is the form of every failure.
type errorBody struct {
	Name string         `json:"name"`
	Data map[string]any `json:"data"`
}

// answer turns the error of a handle into its answer.
func (s *Server) answer(h handle) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		if started(w) {
			// The status is sent: only a broken stream says that something is wrong.
			s.cfg.Log.Debug("stream ended early", "path", r.URL.Path, "error", err)
			if r.Context().Err() == nil && s.closing.Err() == nil {
				panic(http.ErrAbortHandler)
			}
			return
		}
		if gone(err) && r.Context().Err() != nil {
			return
		}
		s.fail(w, r, err)
	})
}

// gone says that the caller left before the answer.
func gone(err error) bool { return errors.Is(err, context.Canceled) }

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var f *fault.Error
	if !errors.As(err, &f) {
		if f = scarce(err); f != nil {
			s.cfg.Log.Warn("this host has nothing left of something", "method", r.Method, "path", r.URL.Path, "error", err)
		}
	}
	if f == nil {
		s.cfg.Log.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		f = fault.New(fault.Internal, "internal", "%s %s failed: %v.", r.Method, r.URL.Path, err)
	}
	kind := kinds[f.Kind]
	if f.Kind == fault.TooMany || f.Kind == fault.Unavailable {
		w.Header().Set("Retry-After", "1")
	}
	if closes(f.Kind, r) {
		w.Header().Set("Connection", "close")
	}
	data := map[string]any{}
	maps.Copy(data, f.Data)
	data["message"], data["code"] = f.Message, f.Code
	if f.Field != "" {
		data["field"] = f.Field
	}
	writeJSON(w, kind.status, errorBody{Name: kind.name, Data: data})
}

// closes says that the connection has no use after such an answer: its client
// is to come back later, or sends what nobody will read.
func closes(kind fault.Kind, r *http.Request) bool {
	switch kind {
	case fault.TooMany, fault.Unavailable, fault.TimedOut, fault.TooLarge:
		return true
	case fault.Unauthorized, fault.Forbidden:
		return r.ContentLength != 0
	}
	return false
}

// scarce answers what is said of an error that only says that the host has
// nothing left of something, else nil.
func scarce(err error) *fault.Error {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return nil
	}
	switch errno {
	case syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG:
		return fault.New(fault.NoSpace, "disk_full", "There is no room on the disk of this host (%v); free some space there, and try again.", err)
	case syscall.EMFILE, syscall.ENFILE:
		return fault.New(fault.Unavailable, "no_descriptors", "The stub has no descriptor left (%v); end some commands or close connections, and try again.", err)
	case syscall.EAGAIN, syscall.ENOMEM:
		return fault.New(fault.Unavailable, "no_resources", "This host has no process or memory left (%v); end something there, and try again.", err)
	}
	return nil
}
