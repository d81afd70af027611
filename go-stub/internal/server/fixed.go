package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Empty answers of OpenCode's routes, which are right where nothing of the
// kind exists.
var (
	noList   = []string{}
	noObject = struct{}{}
)

// fixed answers the same to everybody.
func fixed(v any) handle {
	return func(w http.ResponseWriter, _ *http.Request) error {
		writeJSON(w, http.StatusOK, v)
		return nil
	}
}

// nothing answers that it is done, without a body.
func nothing(w http.ResponseWriter, _ *http.Request) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// refused is for what a host without an agent cannot do: the user's OpenCode
// is where it is done.
func refused(code, message string) handle {
	return func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.BadRequest, code, "%s", message)
	}
}
