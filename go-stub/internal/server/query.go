package server

import (
	"net/http"
	"strconv"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

func queryBool(r *http.Request, name string) (bool, error) {
	switch r.URL.Query().Get(name) {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	}
	return false, fault.Bad(name, "invalid_field", "%s must be true or false.", name)
}

// queryNumber answers otherwise when the query does not have the name.
func queryNumber(r *http.Request, name string, otherwise int64) (int64, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.Bad(name, "invalid_field", "%s must be a whole number from 0 on.", name)
	}
	return n, nil
}
