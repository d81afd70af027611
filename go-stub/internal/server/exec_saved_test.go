package server

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/saved"
)

func (s *testStub) saved(spec exec.Spec) exec.Status {
	s.t.Helper()
	spec.SaveOutput, spec.WorkspaceID = true, "wrk_app"
	return s.status(s.run(spec).meta[0]["id"].(string))
}

func TestAllOutputIsSavedAndItsWorkspaceReadsIt(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"a": ""})
	command := s.saved(exec.Spec{Command: "seq 100000; echo end >&2", KeepBytes: 4096})
	data, err := os.ReadFile(command.OutputPath)
	if err != nil || len(data) != 588895+4 || !strings.HasPrefix(string(data), "1\n2\n") || command.OutputCut {
		t.Errorf("%d %v %+v", len(data), err, command)
	}
	if info, err := os.Stat(command.OutputPath); err != nil || info.Mode() != 0o600 {
		t.Error(info.Mode(), err)
	}
	var lines files.Lines
	s.tool("lines", map[string]any{"path": command.OutputPath, "offset": 50_000, "limit": 1}, http.StatusOK, &lines)
	// What is on stderr may be saved before what is on stdout.
	if got := lines.Lines[0]; got != "50000" && got != "49999" {
		t.Errorf("%+v", lines)
	}
	var stat files.Stat
	if s.tool("stat", map[string]any{"path": command.OutputPath}, http.StatusOK, &stat); !stat.Approved {
		t.Errorf("%+v", stat)
	}
	s.answerOf(s.request("PUT", toolBase+"write?workspace=wrk_app&path="+command.OutputPath, "x"), http.StatusForbidden, nil)
	s.failure("POST", toolBase+"read?workspace=wrk_home", map[string]any{"path": command.OutputPath}, http.StatusForbidden, "ForbiddenError", "stub_folder")
	if again := s.run(exec.Spec{Command: "true"}); s.status(again.meta[0]["id"].(string)).OutputPath != "" {
		t.Error("what was not asked for was saved")
	}
	s.call("DELETE", "/experimental/workspace/wrk_app", nil, http.StatusOK, nil)
	if _, err := os.Stat(filepath.Dir(command.OutputPath)); !os.IsNotExist(err) {
		t.Error("the output stays", err)
	}
}

func TestAnOutputWithoutAnEndIsCutAndSaysSo(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"a": ""})
	command := s.saved(exec.Spec{Command: "head -c 70000000 /dev/zero", KeepBytes: 4096})
	data, err := os.ReadFile(command.OutputPath)
	if err != nil || !command.OutputCut || len(data) < saved.MaxFile || len(data) > saved.MaxFile+200 || !strings.Contains(string(data[saved.MaxFile:]), "cut here") {
		t.Errorf("%d %v %+v", len(data), err, command)
	}
}

func TestOldOutputsGo(t *testing.T) {
	s := newStub(t)
	s.plant(map[string]string{"a": ""})
	old, kept := s.saved(exec.Spec{Command: "echo old"}), s.saved(exec.Spec{Command: "echo new"})
	at := time.Now().Add(-8 * 24 * time.Hour)
	if err := os.Chtimes(old.OutputPath, at, at); err != nil {
		t.Fatal(err)
	}
	saved.Open(s.state, time.Now)
	if _, err := os.Stat(old.OutputPath); !os.IsNotExist(err) {
		t.Error("the old one stays")
	}
	if _, err := os.Stat(kept.OutputPath); err != nil {
		t.Error(err)
	}
}
