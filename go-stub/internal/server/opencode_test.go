package server

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

// shapes are the schemas of OpenCode's answers, by route.
func shapes(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	text, err := os.Open("testdata/opencode.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = text.Close() }()
	doc, err := jsonschema.UnmarshalJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("file:///opencode.json", doc); err != nil {
		t.Fatal(err)
	}
	all := map[string]*jsonschema.Schema{}
	for name := range doc.(map[string]any)["answers"].(map[string]any) {
		pointer := strings.NewReplacer("~", "~0", "/", "~1", " ", "%20", "{", "%7B", "}", "%7D").Replace(name)
		if all[name], err = compiler.Compile("file:///opencode.json#/answers/" + pointer); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// bodies are those of the requests that need one.
var bodies = map[string]any{
	"POST /session/{id}/message": map[string]any{"parts": []any{
		map[string]any{"type": "text", "text": "hello"},
		map[string]any{
			"type": "file", "mime": "text/plain", "url": "file:///a", "filename": "a",
			"source": map[string]any{"type": "file", "path": "a", "text": map[string]any{"value": "@a", "start": 0, "end": 2}},
		},
	}},
	"POST /session/{id}/command":                            map[string]any{"command": "init", "arguments": "now", "model": "a/b"},
	"POST /session/{id}/shell":                              map[string]any{"command": "echo hi"},
	"PATCH /session/{id}":                                   map[string]any{"title": "t2"},
	"PATCH /session/{id}/message/{messageID}/part/{partID}": map[string]any{"type": "text", "text": "other"},
	"POST /sync/steal":                                      map[string]any{"sessionID": "{id}"},
	"POST /sync/history":                                    map[string]any{},
}

func TestAnswersHaveTheShapeThatOpenCodeDescribes(t *testing.T) {
	s := newStub(t)
	s.work("wrk_a", "a")
	info := s.open("wrk_a")
	child := map[string]any{"title": "child", "parentID": info.ID, "permission": []rule{{Permission: "bash", Pattern: "*", Action: "ask"}}}
	s.call("POST", "/session?workspace=wrk_a", child, http.StatusOK, nil)
	var prompted struct {
		Info  struct{ ID, ParentID string }
		Parts []struct{ ID string }
	}
	for _, name := range []string{"POST /session/{id}/shell", "POST /session/{id}/message"} {
		s.call("POST", strings.ReplaceAll(name[len("POST "):], "{id}", info.ID), bodies[name], http.StatusOK, &prompted)
	}
	s.pend(exec.Spec{Command: "ls", Cwd: outside(t), WorkspaceID: "wrk_a", SessionID: info.ID})
	asked := s.asked()
	fill := strings.NewReplacer("{id}", info.ID, "{messageID}", prompted.Info.ID, "{partID}", prompted.Parts[0].ID,
		"{requestID}", asked.ID, "{providerID}", "opencode-remote-ssh")
	all := shapes(t)
	for _, name := range slices.SortedFunc(maps.Keys(all), mildest) {
		if name == "POST /sync/replay" {
			continue // a test of its own
		}
		method, path, _ := strings.Cut(name, " ")
		body, _ := json.Marshal(bodies[name])
		res := s.do(s.request(method, fill.Replace(path)+"?workspace=wrk_a", fill.Replace(string(body))))
		answer, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s, %v", name, res.StatusCode, answer, err)
			continue
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(answer)))
		if err != nil {
			t.Errorf("%s: %s: %v", name, answer, err)
			continue
		}
		if err := all[name].Validate(value); err != nil {
			t.Errorf("%s: %s\n%v", name, answer, err)
		}
	}
}

// mildest asks before it changes.
func mildest(a, b string) int {
	order := []string{"GET", "POST", "PATCH", "DELETE"}
	rank := func(name string) int {
		method, _, _ := strings.Cut(name, " ")
		return slices.Index(order, method)
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}
