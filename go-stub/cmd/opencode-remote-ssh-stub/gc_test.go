package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/gc"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

func (p place) gc(flags ...string) gc.Report {
	p.t.Helper()
	got := p.run(append([]string{"gc", "--json", "--root", p.root}, flags...)...)
	var report gc.Report
	if err := json.Unmarshal([]byte(got.stdout), &report); err != nil || got.code != 0 {
		p.t.Fatalf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
	return report
}

// installOld installs a build that then is as if it had been there for a day.
func (p place) installOld(tail string) (final string) {
	p.t.Helper()
	uploaded, sum, final := p.upload(".upload-"+tail, tail)
	q := p
	q.exe = uploaded
	if got := q.run("install", "--name", final, "--sha256", sum); got.code != 0 {
		p.t.Fatalf("%s%s", got.stdout, got.stderr)
	}
	p.old(final)
	return final
}

func (p place) old(name string) {
	p.t.Helper()
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(p.path("bin", name), yesterday, yesterday); err != nil {
		p.t.Fatal(err)
	}
}

func TestTheRunningStubAndTheVersionInUseAreNotCollected(t *testing.T) {
	p := newPlace(t)
	running := p.installOld("one")
	q := p
	q.exe = p.path("bin", running)
	at := q.launch("--with-token")
	unused, inUse := p.installOld("two"), p.installOld("three")
	if got := p.gc("--dry-run"); !got.DryRun || len(got.Removed) != 1 || got.FreedBytes != got.Removed[0].Bytes {
		t.Errorf("%+v", got)
	}
	if got := p.gc("--keep", strings.Repeat("0", 64)+","+unused[len(unused)-12:]); len(got.Removed) != 0 {
		t.Errorf("%+v", got)
	}
	if got := p.gc(); len(got.Removed) != 1 || filepath.Base(got.Removed[0].Path) != unused || got.FreedBytes == 0 {
		t.Errorf("%+v", got)
	}
	p.binHolds(slices.Sorted(slices.Values([]string{version.Name, running, inUse}))...)
	if res := p.ask(at, "GET", "/global/health", ""); res.StatusCode != 200 {
		t.Errorf("the stub answers %s", res.Status)
	}
}

func TestInstallationsAndCollectionsAtOnceLoseNothing(t *testing.T) {
	p := newPlace(t)
	tails := []string{"one", "two"}
	finals := []string{p.installOld("one"), p.installOld("two")}
	done := make(chan struct{})
	var collections sync.WaitGroup
	collections.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				p.gc()
			}
		}
	})
	for i := range 6 {
		// A version comes back to where an old one is, or just was.
		final := finals[i%2]
		uploaded, sum, _ := p.upload(".upload-"+string(rune('a'+i)), tails[i%2])
		yesterday := time.Now().Add(-24 * time.Hour)
		_ = os.Chtimes(p.path("bin", final), yesterday, yesterday)
		q := p
		q.exe = uploaded
		got := q.run("install", "--name", final, "--sha256", sum)
		link, err := os.Stat(p.path("bin", version.Name))
		if got.code != 0 || err != nil || link.Size() == 0 {
			t.Errorf("exit code %d: %s%s %v", got.code, got.stdout, got.stderr, err)
		}
	}
	close(done)
	collections.Wait()
}

func TestWhatGcKeepsMustBeHashes(t *testing.T) {
	p := newPlace(t)
	for _, keep := range []string{"abc", "0123456789ab,../../x", "0123456789AB"} {
		if got := p.run("gc", "--root", p.root, "--keep", keep); got.code != exitUsage || !strings.Contains(got.stderr, "--keep") {
			t.Errorf("%q: %d %s", keep, got.code, got.stderr)
		}
	}
	if got := p.run("gc", "--root", p.root); got.code != 0 || got.stdout != "removed 0 bytes\n" {
		t.Errorf("%d %q %s", got.code, got.stdout, got.stderr)
	}
}
