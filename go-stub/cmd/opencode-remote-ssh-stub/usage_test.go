package main

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

func TestWhatIsNotACommandOrFlagIsAUsageError(t *testing.T) {
	p := newPlace(t)
	for _, args := range [][]string{{}, {"lunch"}, {"launch", "--rot"}, {"stop", "now"}, {"launch", "--timeout", "soon"}} {
		got := p.run(args...)
		if got.code != exitUsage || got.stdout != "" || !strings.Contains(got.stderr, "usage:") {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", args, got.code, got.stdout, got.stderr)
		}
	}
}

func TestHelpIsNotAnError(t *testing.T) {
	p := newPlace(t)
	for _, args := range [][]string{{"help"}, {"--help"}, {"launch", "--help"}} {
		if got := p.run(args...); got.code != 0 || !strings.Contains(got.stdout, "install") {
			t.Errorf("%q: exit code %d: %s", args, got.code, got.stdout)
		}
	}
}

func TestVersionDescribesTheExecutable(t *testing.T) {
	p := newPlace(t)
	p.exe = p.copyExecutable("other", "another build")
	sum, err := version.HashFile(p.exe)
	if err != nil {
		t.Fatal(err)
	}
	var got version.Info
	if err := json.Unmarshal([]byte(p.run("version", "--json").stdout), &got); err != nil {
		t.Fatal(err)
	}
	want := version.Info{Name: version.Name, Version: version.Version, SHA256: sum, OS: "linux", Arch: runtime.GOARCH, Go: runtime.Version()}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
