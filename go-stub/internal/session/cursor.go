package session

import (
	"cmp"
	"encoding/base64"
	"encoding/json"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// Cursor is a message's place among the others, in OpenCode's form.
type Cursor struct {
	ID   string `json:"id"`
	Time int64  `json:"time"` // Unix milliseconds
}

func (c Cursor) compare(other Cursor) int {
	return cmp.Or(cmp.Compare(c.Time, other.Time), cmp.Compare(c.ID, other.ID))
}

// String is the cursor as a query carries it.
func (c Cursor) String() string {
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err) // a string and a number
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// ParseCursor reads what String made.
func ParseCursor(text string) (*Cursor, error) {
	var c Cursor
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(raw, &c) != nil || !id.Valid("msg", c.ID) || c.Time < 0 {
		return nil, fault.Bad("before", "invalid_field", "before must be a cursor that X-Next-Cursor named.")
	}
	return &c, nil
}
