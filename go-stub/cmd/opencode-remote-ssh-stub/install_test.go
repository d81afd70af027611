package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

type installedLine struct {
	Path string `json:"path"`
}

// upload puts a copy of the executable where bootstrap does.
func (p place) upload(name, tail string) (path, sum, final string) {
	p.t.Helper()
	path = p.copyExecutable("root/bin/"+name, tail)
	sum, err := version.HashFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	return path, sum, version.Name + "-" + version.Version + "-" + sum[:12]
}

func TestInstallPutsTheUploadInPlace(t *testing.T) {
	p := newPlace(t)
	uploaded, sum, final := p.upload(".upload-1", "")
	p.exe = uploaded
	got := p.run("install", "--name", final, "--sha256", sum)
	if path := line[installedLine](t, got.stdout, wordInstalled).Path; got.code != 0 || path != p.path("bin", final) {
		t.Fatalf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
	if link, err := os.Readlink(p.path("bin", version.Name)); err != nil || link != final {
		t.Errorf("the link names %q (%v)", link, err)
	}
	if p.read("version") != version.Version+"\n" {
		t.Errorf("version: %q", p.read("version"))
	}
	p.binHolds(version.Name, final)
	info, err := os.Stat(p.path("bin", final))
	if err != nil || info.Mode() != 0o700 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestAnUploadWithAnotherHashIsNotInstalled(t *testing.T) {
	p := newPlace(t)
	_, sum, final := p.upload(".upload-whole", "")
	if err := os.WriteFile(p.path("bin", final), []byte("an earlier one"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.exe, _, _ = p.upload(".upload-damaged", "one byte too many")
	got := p.run("install", "--name", final, "--sha256", sum)
	if code := line[errorLine](t, got.stdout, wordError).Code; got.code != 1 || code != failure.HashMismatch {
		t.Errorf("exit code %d: %s", got.code, got.stdout)
	}
	if p.read("bin", final) != "an earlier one" {
		t.Error("the final name was touched")
	}
	p.binHolds(".upload-whole", final)
}

func TestADamagedFileUnderTheFinalNameIsReplaced(t *testing.T) {
	p := newPlace(t)
	uploaded, sum, final := p.upload(".upload-1", "")
	if err := os.WriteFile(p.path("bin", final), []byte("damaged"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.exe = uploaded
	if got := p.run("install", "--name", final, "--sha256", sum); got.code != 0 {
		t.Fatalf("%s%s", got.stdout, got.stderr)
	}
	if now, err := version.HashFile(p.path("bin", final)); err != nil || now != sum {
		t.Errorf("hash %s, %v", now, err)
	}
}

func TestInstallsAtOnceAllSucceed(t *testing.T) {
	p := newPlace(t)
	const n = 4
	results := make([]result, n)
	var sum, final string
	var wg sync.WaitGroup
	uploads := make([]place, n)
	for i := range n {
		uploads[i] = p
		uploads[i].exe, sum, final = p.upload(".upload-"+string(rune('a'+i)), "")
	}
	for i := range n {
		wg.Go(func() { results[i] = uploads[i].run("install", "--name", final, "--sha256", sum) })
	}
	wg.Wait()
	for _, got := range results {
		if path := line[installedLine](t, got.stdout, wordInstalled).Path; got.code != 0 || path != p.path("bin", final) {
			t.Errorf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
		}
	}
	p.binHolds(version.Name, final)
}

func TestInstallMayLaunchInTheSameProcess(t *testing.T) {
	p := newPlace(t)
	uploaded, sum, final := p.upload(".upload-1", "")
	p.exe = uploaded
	got := p.run("install", "--name", final, "--sha256", sum, "--launch", "--root", p.root, "--with-token")
	line[installedLine](t, got.stdout, wordInstalled)
	stub := ready(t, got)
	if stub.SHA256 != sum || stub.Token == "" {
		t.Errorf("%+v", stub)
	}
	if exe, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(stub.PID), "exe")); err != nil || exe != p.path("bin", final) {
		t.Errorf("it runs %q (%v)", exe, err)
	}
}

func TestAnInstallWithAnUnusableNameIsAUsageError(t *testing.T) {
	p := newPlace(t)
	uploaded, sum, _ := p.upload(".upload-1", "")
	p.exe = uploaded
	for _, name := range []string{"", "stub", version.Name + "-1-../../x-" + sum[:12], version.Name + "-1-000000000000"} {
		if got := p.run("install", "--name", name, "--sha256", sum); got.code != exitUsage || !strings.Contains(got.stderr, "usage:") {
			t.Errorf("%q: exit code %d: %s", name, got.code, got.stderr)
		}
	}
	p.binHolds(".upload-1")
}

func (p place) binHolds(want ...string) {
	p.t.Helper()
	entries, err := os.ReadDir(p.path("bin"))
	if err != nil {
		p.t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if strings.Join(names, " ") != strings.Join(want, " ") {
		p.t.Errorf("bin holds %q, want %q", names, want)
	}
}
