package server

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// readJSON reads the whole body into v: a client that leaves later is noticed
// only then. An empty body is an empty object. Unknown properties are ignored.
func readJSON(r *http.Request, v any) error {
	data, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return fault.New(fault.TooLarge, "body_too_large", "The body is larger than %d bytes.", large.Limit)
	case tooSlow(err):
		return fault.New(fault.TimedOut, "body_too_slow", "The body did not come in time.")
	case err != nil:
		return fault.New(fault.BadRequest, "body_incomplete", "The body ended early: %v.", err)
	case len(data) == 0:
		return nil
	}
	return explainJSON(json.Unmarshal(data, v))
}

func explainJSON(err error) error {
	var kind *json.UnmarshalTypeError
	var base64Error base64.CorruptInputError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind) && kind.Field == "":
		return fault.New(fault.BadRequest, "invalid_json", "The body must be a JSON object, not %s.", article(kind.Value))
	case errors.As(err, &kind):
		return fault.Bad(kind.Field, "invalid_field", "%s must be %s, not %s.", kind.Field, typeName(kind), article(kind.Value))
	case errors.As(err, &base64Error):
		return fault.Bad("stdinData", "invalid_field", "stdinData is not base64: %v.", err)
	}
	return fault.New(fault.BadRequest, "invalid_json", "The body is not JSON: %v.", err)
}

func article(value string) string { return fmt.Sprintf("a JSON %s", value) }

func typeName(e *json.UnmarshalTypeError) string {
	switch kind := e.Type.Kind().String(); kind {
	case "int", "int64":
		return "a whole number"
	case "slice":
		return "an array"
	case "map", "struct":
		return "an object"
	case "bool":
		return "a boolean"
	default:
		return "a " + kind
	}
}

// writeJSON sends v as the whole answer.
func writeJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // only types of our own get here
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = newPatient(w).Write(append(data, '\n'))
}
