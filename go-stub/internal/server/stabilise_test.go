package server

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

var (
	idForm    = regexp.MustCompile(`\b(evt|msg|prt|ses|per|exe|call)_[0-9a-f]{12}[0-9A-Za-z]{14}\b`)
	timeForm  = regexp.MustCompile(`"(startedAt|endedAt|created|updated|completed|start|end|time|timeUsed|fence|acquiredAt|expiresAt|at|modified)": ?1[0-9]{12}\b`)
	clockForm = regexp.MustCompile(`\b20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z`)
)

// stabilise replaces what differs from run to run by something of its form.
func stabilise(t *testing.T, raw []byte, home string) []byte {
	t.Helper()
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	withoutProcess(v)
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(data), home, "/home/user")
	seen := map[string]string{}
	text = idForm.ReplaceAllStringFunc(text, func(id string) string {
		if seen[id] == "" {
			prefix, _, _ := strings.Cut(id, "_")
			seen[id] = prefix + "_204606f7e00" + string(rune('1'+len(seen)%9)) + "XIzVMS4vsp5gmc"
		}
		return seen[id]
	})
	text = clockForm.ReplaceAllString(text, "2026-11-22T17:49:18Z")
	text = timeForm.ReplaceAllString(text, `"$1": 1795369758590`)
	for _, one := range []struct{ field, value string }{
		{"pid", "4242"}, {"hostname", `"host"`}, {"arch", `"amd64"`}, {"slug", `"shinymoon"`}, {"durationMs", "5"}, {"etag", `"1k-8-2s0wx-2s0wx"`},
	} {
		text = regexp.MustCompile(`"`+one.field+`": ?("[^"]+"|[1-9][0-9]*|0)`).ReplaceAllString(text, `"`+one.field+`": `+one.value)
	}
	return []byte(text + "\n")
}

// withoutProcess removes what a command that was quick does not have.
func withoutProcess(v any) {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "process")
		for _, one := range v {
			withoutProcess(one)
		}
	case []any:
		for _, one := range v {
			withoutProcess(one)
		}
	}
}
