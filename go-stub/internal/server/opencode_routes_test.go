package server

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// endless are operations whose answer ends with the client.
var endless = []string{"GET /global/event", "GET /event", "GET /api/event"}

func TestEveryOperationThatOpenCodeDescribesHasARoute(t *testing.T) {
	s := newStub(t)
	text, err := os.ReadFile("testdata/opencode.json")
	if err != nil {
		t.Fatal(err)
	}
	var described struct{ Operations []string }
	if err := json.Unmarshal(text, &described); err != nil {
		t.Fatal(err)
	}
	parameter := regexp.MustCompile(`\{\w+\}|\*`)
	for _, operation := range described.Operations {
		if slices.Contains(endless, operation) {
			continue
		}
		method, path, _ := strings.Cut(operation, " ")
		res := s.do(s.request(method, parameter.ReplaceAllString(path, "x"), nil))
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(body), `"no_route"`) || res.StatusCode == http.StatusMethodNotAllowed || res.StatusCode >= 500 {
			t.Errorf("%s: %d %s", operation, res.StatusCode, body)
		}
	}
	if len(described.Operations) < 150 {
		t.Errorf("only %d operations", len(described.Operations))
	}
}
