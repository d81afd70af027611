package server

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// rule is one of a session's own permissions.
type rule struct {
	Permission string `json:"permission"`
	Pattern    string `json:"pattern"`
	Action     string `json:"action"`
}

// checkShapes demands what OpenCode's replay would break on for good, and
// makes nothing of null.
func checkShapes(model, metadata, permission *json.RawMessage) error {
	var named struct {
		ID         *string `json:"id"`
		ProviderID *string `json:"providerID"`
		Variant    *string `json:"variant,omitempty"`
	}
	if given, err := shape("model", model, &named, "an object with id and providerID"); err != nil {
		return err
	} else if given && (named.ID == nil || named.ProviderID == nil) {
		return fault.Bad("model", "invalid_field", "model must be an object with id and providerID.")
	}
	var object map[string]any
	if _, err := shape("metadata", metadata, &object, "an object"); err != nil {
		return err
	}
	var rules []rule
	if _, err := shape("permission", permission, &rules, "an array of rules"); err != nil {
		return err
	}
	for i, one := range rules {
		if one.Permission == "" || one.Action != "allow" && one.Action != "deny" && one.Action != "ask" {
			return fault.Bad("permission", "invalid_field", `permission[%d] must have permission, pattern and action: "allow", "deny" or "ask".`, i)
		}
	}
	return nil
}

// shape reads raw into v, and says whether there was something.
func shape(field string, raw *json.RawMessage, v any, form string) (bool, error) {
	if text := bytes.TrimSpace(*raw); len(text) == 0 || string(text) == "null" {
		*raw = nil
		return false, nil
	}
	if err := json.Unmarshal(*raw, v); err != nil {
		return false, fault.Bad(field, "invalid_field", "%s must be %s.", field, form)
	}
	return true, nil
}

// joinRules is OpenCode's way to change permissions: later rules count more.
func joinRules(old, added json.RawMessage) json.RawMessage {
	before, after := bytes.TrimSpace(old), bytes.TrimSpace(added)
	if len(before) <= len("[]") {
		return added
	}
	if string(bytes.TrimSpace(after[1:len(after)-1])) == "" {
		return old
	}
	return fmt.Appendf(nil, "%s,%s", before[:len(before)-1], after[1:])
}
