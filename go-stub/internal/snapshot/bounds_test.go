package snapshot

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// A repository that means harm: whatever it configures, nothing of it runs.
func TestNothingThatIsConfiguredRuns(t *testing.T) {
	g := newGround(t)
	g.git("init", "-q")
	ran := filepath.Join(g.Home, "ran")
	run := "touch " + ran
	for _, setting := range []string{"filter.x.clean", "filter.x.smudge", "filter.x.process", "core.fsmonitor", "diff.external", "diff.x.textconv", "core.pager", "core.editor"} {
		g.git("config", setting, run)
	}
	g.git("config", "core.hooksPath", g.Dir+"/hooks")
	hook := "#!/bin/sh\n" + run + "\n"
	for _, name := range []string{"post-index-change", "post-checkout", "reference-transaction"} {
		g.write("hooks/"+name, hook)
		g.write(".git/hooks/"+name, hook)
		if err := errors.Join(os.Chmod(g.Dir+"/hooks/"+name, 0o755), os.Chmod(g.Dir+"/.git/hooks/"+name, 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	config, err := os.ReadFile(g.Dir + "/.git/config")
	if err != nil || os.WriteFile(g.Home+"/.gitconfig", config, 0o644) != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", g.Home)
	t.Setenv("GIT_DIR", g.Dir+"/.git")
	t.Setenv("GIT_EXTERNAL_DIFF", run)
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
	t.Setenv("GIT_CONFIG_VALUE_0", run)
	g.write(".gitattributes", "* filter=x diff=x text=auto eol=crlf ident working-tree-encoding=UTF-16\n")
	g.write("a", "one\n$Id$\n")
	before := g.track()
	g.write("a", "two\r\n")
	g.changed(before, g.track())
	g.restore(before, "a")
	if got := g.read("a"); got != "one\n$Id$\n" {
		t.Errorf("%q", got)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("something ran")
	}
}

func TestWhatCannotBeKeptIsSaid(t *testing.T) {
	g := newGround(t)
	g.store.Files = 2
	for _, name := range []string{"a", "b", "c"} {
		g.write(name, "x")
	}
	if _, err := g.store.Track(t.Context(), g.Place); kindOf(err) != fault.SnapshotUnavailable || !strings.Contains(err.Error(), "more than 2") {
		t.Error(err)
	}
	g.store.Files, g.store.Total = 10, 2
	if _, err := g.store.Track(t.Context(), g.Place); kindOf(err) != fault.SnapshotUnavailable {
		t.Error(err)
	}
	g.store.Total = 10
	tree := g.track()
	if _, err := g.store.Restore(t.Context(), g.Place, strings.Repeat("0", 40), nil); kindOf(err) != fault.NotFound {
		t.Error(err)
	}
	if _, err := g.store.Restore(t.Context(), g.Place, "--help", nil); kindOf(err) != fault.BadRequest {
		t.Error(err)
	}
	if _, err := g.store.Restore(t.Context(), g.Place, tree, []string{"../out", "a"}); kindOf(err) != fault.Conflict {
		t.Error(err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := g.store.Track(t.Context(), g.Place); kindOf(err) != fault.SnapshotUnavailable || !strings.Contains(err.Error(), "git is not installed") {
		t.Error(err)
	}
	if err := g.store.Forget("wrk_a"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(g.store.dir, "wrk_a")); err == nil {
		t.Error("it is not forgotten")
	}
}

func TestPastTheBoundAllIsBegunAnew(t *testing.T) {
	g := newGround(t)
	g.write("a", "x")
	first := g.track()
	g.store.Store = 1
	for range tidyEvery {
		g.track()
	}
	g.write("a", "y")
	tracked, err := g.store.Track(t.Context(), g.Place)
	if err != nil || !tracked.Fresh {
		t.Errorf("%+v %v", tracked, err)
	}
	if _, err := g.store.Restore(t.Context(), g.Place, first, nil); kindOf(err) != fault.NotFound {
		t.Error(err)
	}
}

func TestAStubThatWasKilledLeavesNoLock(t *testing.T) {
	g := newGround(t)
	g.write("a", "x")
	g.track()
	if err := os.WriteFile(filepath.Join(g.store.dir, "wrk_a", "index.lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	g.track()
}

func TestManyAtOnceAreOneAfterTheOther(t *testing.T) {
	g := newGround(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := g.store.Track(t.Context(), g.Place); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestOnlyAGitThatWritesOnePackIsAskedTo(t *testing.T) {
	for said, want := range map[string]bool{
		"git version 2.39.5\n": true, "git version 2.38\n": true, "git version 3.0.1": true, "git version 2.37.9": false, "git version 1.8.3.1": false, "git version 2.50.1 (Apple)": true, "": false,
	} {
		if got := packs(said); got != want {
			t.Errorf("%q: %v", said, got)
		}
	}
}

func TestWhatTheStubKeepsItselfIsInNoSnapshot(t *testing.T) {
	g := newGround(t)
	state := filepath.Join(g.Dir, ".stub", "state")
	if err := os.MkdirAll(state, 0o700); err != nil {
		t.Fatal(err)
	}
	g.store = Open(state)
	g.write("a", "1")
	before := g.track()
	g.write(".stub/log/stub.log", "x")
	g.write("a", "2")
	if got := g.changed(before, g.track()); got != "m a+-" {
		t.Errorf("%q", got)
	}
	g.Dir = filepath.Dir(state)
	if _, err := g.store.Track(t.Context(), g.Place); kindOf(err) != fault.SnapshotUnavailable {
		t.Error(err)
	}
}
