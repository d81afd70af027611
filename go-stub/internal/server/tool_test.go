package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/search"
)

const toolBase = "/stub/v1/file/"

func (s *testStub) tool(name string, body map[string]any, status int, out any) http.Header {
	s.t.Helper()
	return s.call("POST", toolBase+name+"?workspace=wrk_app", body, status, out)
}

// refusedTool demands a PermissionRequiredError that says where the path leads.
func (s *testStub) refusedTool(name string, body map[string]any, resolved string) {
	s.t.Helper()
	data := s.failure("POST", toolBase+name+"?workspace=wrk_app", body, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	if data["resolved"] != resolved {
		s.t.Errorf("%s: %v", name, data)
	}
}

func TestAFileIsReadAsItIsAndInParts(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"a.bin": "0123\x00\xff6789", "empty": ""})
	for limit, want := range map[any]string{nil: "3\x00\xff6789", 2: "3\x00", 0: "", 100: "3\x00\xff6789"} {
		body := map[string]any{"path": "a.bin", "offset": 3, "limit": limit}
		res := s.do(s.request("POST", toolBase+"read?workspace=wrk_app", body))
		data, _ := io.ReadAll(res.Body)
		if string(data) != want || res.Header.Get("X-Orssh-Size") != "10" || !strings.HasPrefix(res.Header.Get("Etag"), `"`) {
			t.Errorf("%v: %q %v", limit, data, res.Header)
		}
	}
	res := s.do(s.request("POST", toolBase+"read?workspace=wrk_app", map[string]any{"path": "empty", "offset": 7}))
	if data, _ := io.ReadAll(res.Body); len(data) != 0 || res.Header.Get("X-Orssh-Size") != "0" {
		t.Errorf("%q %v", data, res.Header)
	}
	s.failure("POST", toolBase+"read?workspace=wrk_app", map[string]any{"path": "none"}, http.StatusNotFound, "NotFoundError", "path_not_found")
	s.failure("POST", toolBase+"read?workspace=wrk_app", map[string]any{}, http.StatusBadRequest, "BadRequestError", "invalid_field")
}

func TestEveryToolRefusesWhatIsOutsideUnlessItIsAllowed(t *testing.T) {
	s := newStub(t)
	dir := s.plant(map[string]string{"../out/a.txt": "needle\n", "x": ""})
	if err := os.Symlink("../out", dir+"/link"); err != nil {
		t.Fatal(err)
	}
	file, folder := s.home+"/out/a.txt", s.home+"/out"
	allow := []string{folder + "/*"}
	for name, body := range map[string]map[string]any{
		"read": {"path": "link/a.txt"}, "lines": {"path": file}, "entries": {"path": "link"}, "glob": {"path": "~/out", "pattern": "*"}, "grep": {"path": "link/a.txt", "pattern": "needle"},
	} {
		where := file
		if name == "entries" || name == "glob" {
			where = folder
		}
		s.refusedTool(name, body, where)
		body["allow"] = allow
		s.do(s.request("POST", toolBase+name+"?workspace=wrk_app", body))
		if res := s.do(s.request("POST", toolBase+name+"?workspace=wrk_app", body)); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
	write := s.request("PUT", toolBase+"write?workspace=wrk_app&path="+url.QueryEscape(file), "new")
	s.answerOf(write, http.StatusForbidden, nil)
	write = s.request("PUT", toolBase+"write?workspace=wrk_app&path="+url.QueryEscape(file), "new")
	list, _ := json.Marshal(allow)
	write.Header.Set("X-Orssh-Allow", string(list))
	var written files.Written
	s.answerOf(write, http.StatusOK, &written)
	if written.Resolved != file || written.Size != 3 || written.Created {
		t.Errorf("%+v", written)
	}
	s.refusedTool("remove", map[string]any{"path": "link/a.txt"}, file)
	s.tool("remove", map[string]any{"path": "link/a.txt", "allow": allow}, http.StatusOK, nil)
	if asked := s.server.policy.List(""); len(asked) != 0 {
		t.Errorf("asked %v", asked)
	}
}

func TestAWriteDemandsWhatItsHeadersSay(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"a": "1"})
	put := func(name, value, content string, status int, out any) {
		t.Helper()
		r := s.request("PUT", toolBase+"write?workspace=wrk_app&path=a", content)
		r.Header.Set(name, value)
		s.answerOf(r, status, out)
	}
	var stat files.Stat
	s.tool("stat", map[string]any{"path": "a"}, http.StatusOK, &stat)
	put("If-None-Match", "*", "2", http.StatusPreconditionFailed, nil)
	put("If-None-Match", "x", "2", http.StatusBadRequest, nil)
	var written files.Written
	put("If-Match", `"`+stat.Etag+`"`, "2", http.StatusOK, &written)
	put("If-Match", stat.Etag, "3", http.StatusPreconditionFailed, nil)
	put("If-Match", written.Etag, strings.Repeat("x", 3<<20), http.StatusOK, nil)
	put("X-Orssh-Allow", "{", "3", http.StatusBadRequest, nil)
}

func TestGlobAndGrepSearchWhereTheyAreTold(t *testing.T) {
	s := newStub(t)
	dir := s.plant(map[string]string{"src/a.ts": "needle\n", "src/b.go": "needle\n", ".c.ts": "needle\n"})
	if err := unix.Mkfifo(dir+"/fifo", 0o600); err != nil {
		t.Fatal(err)
	}
	var globs search.Globs
	s.tool("glob", map[string]any{"pattern": "**/*.ts", "path": "src"}, http.StatusOK, &globs)
	if len(globs.Files) != 1 || globs.Files[0].Path != "a.ts" || globs.Truncated {
		t.Errorf("%+v", globs)
	}
	var lines search.Lines
	s.tool("grep", map[string]any{"pattern": "needle", "include": "*.ts", "limit": 5}, http.StatusOK, &lines)
	if len(lines.Matches) != 2 || lines.Truncated || lines.Partial {
		t.Errorf("%+v", lines)
	}
	bad := func(name string, body map[string]any, code string) {
		t.Helper()
		s.failure("POST", toolBase+name+"?workspace=wrk_app", body, http.StatusBadRequest, "BadRequestError", code)
	}
	bad("grep", map[string]any{"pattern": "("}, "invalid_pattern")
	bad("grep", map[string]any{"pattern": "x", "path": "fifo"}, "not_directory")
	bad("glob", map[string]any{"pattern": "x", "path": "src/a.ts"}, "not_directory")
	bad("glob", map[string]any{}, "invalid_field")
	bad("grep", map[string]any{"pattern": "x", "limit": -1}, "invalid_field")
}

func TestToolsThatChangeFilesAreWork(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"a": "1"})
	holder := lease.Holder{User: "u", Machine: "m", MachineID: "i"}
	s.call("POST", "/stub/v1/lease", lease.Request{ID: "lse_x", Mode: lease.Exclusive, Holder: holder}, http.StatusOK, nil)
	s.failure("PUT", toolBase+"write?workspace=wrk_app&path=a", "2", http.StatusConflict, "LeaseHeldError", "lease_held")
	s.failure("POST", toolBase+"remove?workspace=wrk_app", map[string]any{"path": "a"}, http.StatusConflict, "LeaseHeldError", "lease_held")
	s.tool("lines", map[string]any{"path": "a"}, http.StatusOK, nil)
	s.callWith("lse_x", "PUT", toolBase+"write?workspace=wrk_app&path=a", "2", http.StatusOK, nil)
}
