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

// queryText demands that the query has the name; it may be empty.
func queryText(r *http.Request, name string) (string, error) {
	if !r.URL.Query().Has(name) {
		return "", fault.Bad(name, "invalid_field", "%s is missing.", name)
	}
	return r.URL.Query().Get(name), nil
}

// queryLimit answers otherwise when the query has no limit.
func queryLimit(r *http.Request, otherwise, most int) (int, error) {
	n, err := queryNumber(r, "limit", int64(otherwise))
	if err != nil {
		return 0, err
	}
	if n < 1 || n > int64(most) {
		return 0, fault.Bad("limit", "invalid_field", "limit must be between 1 and %d.", most)
	}
	return int(n), nil
}
