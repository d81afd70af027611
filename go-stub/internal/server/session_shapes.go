package server

import (
	"bytes"
	"encoding/json"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// checkShapes looks no deeper than OpenCode's replay would break on: what the
// stub only carries is an object or an array, and null is nothing.
func checkShapes(model, metadata, permission *json.RawMessage) error {
	for _, one := range []struct {
		field string
		raw   *json.RawMessage
		open  byte
		name  string
	}{{"model", model, '{', "an object"}, {"metadata", metadata, '{', "an object"}, {"permission", permission, '[', "an array"}} {
		text := bytes.TrimSpace(*one.raw)
		if len(text) == 0 || string(text) == "null" {
			*one.raw = nil
			continue
		}
		if text[0] != one.open {
			return fault.Bad(one.field, "invalid_field", "%s must be %s.", one.field, one.name)
		}
	}
	return nil
}
