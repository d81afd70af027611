package session

import "encoding/json"

// sourceText is where in a prompt a part was mentioned.
type sourceText struct {
	Value string `json:"value"`
	Start int64  `json:"start"`
	End   int64  `json:"end"`
}

// textRange keeps the source of an agent part; what does not have the form of
// one is left out.
func textRange(raw json.RawMessage) json.RawMessage {
	var text *sourceText
	if json.Unmarshal(raw, &text) != nil || text == nil || text.Start < 0 || text.End < 0 {
		return nil
	}
	return encodeSource(text)
}

// fileSource keeps the source of a file part that names a file or a resource.
func fileSource(raw json.RawMessage) json.RawMessage {
	var source struct {
		Type       string      `json:"type"`
		Text       *sourceText `json:"text"`
		Path       *string     `json:"path,omitempty"`
		ClientName *string     `json:"clientName,omitempty"`
		URI        *string     `json:"uri,omitempty"`
	}
	if json.Unmarshal(raw, &source) != nil || source.Text == nil || source.Text.Start < 0 || source.Text.End < 0 {
		return nil
	}
	switch {
	case source.Type == "file" && source.Path != nil:
		source.ClientName, source.URI = nil, nil
	case source.Type == "resource" && source.ClientName != nil && source.URI != nil:
		source.Path = nil
	default:
		return nil
	}
	return encodeSource(source)
}

func encodeSource(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return raw
}
