package vcs

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

func TestAHostileRepositoryRunsNothing(t *testing.T) {
	g := newGround(t)
	g.write("file", "1\n")
	g.write("sub/inner", "1\n")
	g.commit()
	run := g.dir + "/.git/run"
	mark := g.dir + "/.git/ran"
	if err := os.WriteFile(run, []byte("#!/bin/sh\necho \"$0 $*\" >> "+mark+"\ncat\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, hook := range []string{"post-index-change", "fsmonitor-watchman", "pre-commit", "reference-transaction"} {
		if err := os.Symlink(run, g.dir+"/.git/hooks/"+hook); err != nil {
			t.Fatal(err)
		}
	}
	for _, setting := range [][2]string{
		{"core.fsmonitor", run},
		{"core.pager", run},
		{"core.editor", run},
		{"core.sshCommand", run},
		{"diff.external", run},
		{"core.hooksPath", g.dir + "/.git/hooks"},
		{"diff.evil.command", run},
		{"diff.evil.textconv", run},
		{"filter.evil.clean", run},
		{"filter.evil.smudge", run},
		{"filter.evil.required", "true"},
		{"filter.Odd.Name.process", run},
		{"pager.diff", run},
		{"pager.status", "true"},
		{"core.askPass", run},
		{"credential.helper", run},
		{"core.alternateRefsCommand", run},
		{"protocol.ext.allow", "always"},
		{"remote.origin.url", "ext::" + run},
		{"remote.origin.promisor", "true"},
		{"alias.status", "!" + run},
		{"alias.diff", "!" + run},
	} {
		g.git("config", setting[0], setting[1])
	}
	g.write(".gitattributes", "* filter=evil diff=evil\nsub/* filter=Odd.Name\n")
	g.write("file", "2\n")
	g.write("sub/inner", "2\n")
	g.write("new", "n\n")
	r := g.open()
	_, err1 := r.Status(t.Context())
	_, err2 := r.Diff(t.Context(), "git", 3)
	_, err3 := r.Raw(t.Context(), nothing)
	_, err4 := r.Info(t.Context())
	_, err5 := r.Diff(t.Context(), "branch", 3)
	err6 := r.Apply(t.Context(), "--- a/file\n+++ b/file\n@@ -1 +1 @@\n-2\n+3\n")
	if err := errors.Join(err1, err2, err3, err4, err5, err6); err != nil {
		t.Error(err)
	}
	if said, err := os.ReadFile(mark); err == nil {
		t.Errorf("it ran\n%s", said)
	}
	if got, _ := os.ReadFile(g.dir + "/file"); string(got) != "3\n" {
		t.Errorf("not applied: %q", got)
	}
	g.git("status")
	if _, err := os.Stat(mark); err != nil {
		t.Error("the trap does not work: a git that obeys ran nothing either")
	}
}

func TestAFilterWithANameThatCannotBeTurnedOffIsRefused(t *testing.T) {
	g := newGround(t)
	g.git("config", "filter.a=b.clean", "touch ran")
	var f *fault.Error
	if _, err := Open(t.Context(), g.dir, t.TempDir(), nil); !errors.As(err, &f) || f.Code != "vcs_unsafe" {
		t.Error(err)
	}
}

func TestARepositoryShowsNothingOfElsewhere(t *testing.T) {
	g, other := newGround(t), t.TempDir()
	if err := os.WriteFile(other+"/secret", []byte("top\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g.commit()
	g.git("config", "core.worktree", other)
	if got := g.status(); strings.Contains(got, "secret") {
		t.Errorf("got %s", got)
	}
}
