package events

import (
	"bytes"
	"encoding/json"
)

// Encode is JSON on one line, without the escapes for HTML, which make the
// output of commands several times as long.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}
