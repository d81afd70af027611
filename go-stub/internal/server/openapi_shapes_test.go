package server

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"testing"
)

// TestAnswersAreAsOpenapiDescribesThem is for shapes that are OpenCode's and
// have no golden body.
func TestAnswersAreAsOpenapiDescribesThem(t *testing.T) {
	s := newStub(t)
	dir := s.plant(map[string]string{"src/a.txt": "hello\n", "b.bin": "\x00"})
	if out, err := exec.Command("git", "-C", dir, "init", "-q").CombinedOutput(); err != nil {
		t.Skipf("git: %s", out)
	}
	s.call("POST", "/pty?workspace=wrk_app", map[string]any{"command": "cat"}, http.StatusOK, nil)
	doc := openapi(t)
	for _, path := range []string{
		"/path", "/api/location", "/project", "/project/current", "/file?path=", "/file/content?path=src/a.txt", "/file/content?path=b.bin", "/file/status",
		"/find?pattern=hello", "/find/file?query=a", "/find/symbol?query=a", "/api/fs/list", "/api/fs/find?query=a", "/vcs", "/vcs/status", "/vcs/diff?mode=git",
		"/pty", "/api/pty", "/pty/shells",
	} {
		name, _, hasQuery := strings.Cut(path, "?")
		if hasQuery {
			path += "&workspace=wrk_app"
		} else {
			path += "?workspace=wrk_app"
		}
		var raw json.RawMessage
		s.call("GET", path, nil, http.StatusOK, &raw)
		var body any
		if err := json.Unmarshal(raw, &body); err != nil {
			t.Fatal(err)
		}
		schema := doc.Paths.Find(name).Get.Responses.Status(http.StatusOK).Value.Content.Get("application/json").Schema.Value
		if err := schema.VisitJSON(body); err != nil {
			t.Errorf("%s: %v\n%s", path, err, raw)
		}
		if list, ok := body.([]any); ok && len(list) == 0 && name != "/find/symbol" {
			t.Errorf("%s is empty and shows nothing", path)
		}
	}
}
