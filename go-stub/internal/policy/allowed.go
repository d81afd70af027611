package policy

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
)

// Allowed is a pattern that is allowed for one request or one command. In JSON
// it is the pattern alone, or an object where it is not for all access.
type Allowed struct {
	Pattern string `json:"pattern"`
	Access  Access `json:"access"`
}

// AllowAll allows patterns for reading and editing.
func AllowAll(patterns ...string) []Allowed {
	list := make([]Allowed, 0, len(patterns))
	for _, pattern := range patterns {
		list = append(list, Allowed{pattern, All})
	}
	return list
}

// MarshalJSON has the forms that UnmarshalJSON takes.
func (a Allowed) MarshalJSON() ([]byte, error) {
	if a.Access == All {
		return json.Marshal(a.Pattern)
	}
	type object Allowed
	return json.Marshal(object(a))
}

// UnmarshalJSON takes `"/etc/*"` and `{"pattern":"/etc/*","access":"read"}`.
func (a *Allowed) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &a.Pattern) == nil {
		a.Access = All
		return nil
	}
	type object Allowed
	body := object{Access: All}
	if err := json.Unmarshal(data, &body); err != nil || body.Pattern == "" {
		return fmt.Errorf(`%.100s is neither a pattern nor {"pattern","access"}`, data)
	}
	*a = Allowed(body)
	return nil
}

func (a Allowed) covers(t Touch, secret string) bool {
	if !a.Access.Has(t.Access) || !Covers(a.Pattern, t.Path) || t.Tree && !Matches(a.Pattern, withSlash(t.Path)) {
		return false
	}
	return secret == "" || Inside(secret, literal(a.Pattern))
}

// literal is the path that a pattern names: all of it, or the directory of
// what its wildcards stand for.
func literal(pattern string) string {
	if wild := strings.IndexAny(pattern, "*?"); wild >= 0 {
		pattern = pattern[:strings.LastIndexByte(pattern[:wild], '/')+1]
	}
	if !filepath.IsAbs(pattern) {
		return ""
	}
	return filepath.Clean(pattern)
}
