package sandbox

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

func TestProgramsUseTmpByItsNameAndTheHostSeesIt(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			dir, err := os.MkdirTemp("/tmp", "orssh-shared-")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.RemoveAll(dir) })
			g.env = map[string]string{"X": dir}
			said, code := g.run("/bin/sh", "-ec", `echo '#!/bin/sh' > "$X.sh"; chmod +x "$X.sh"; "$X.sh"; mv "$X.sh" "$X/in"; mkdir "$X/d"; rmdir "$X/d"`)
			if _, err := os.Lstat(filepath.Join(dir, "in")); err != nil || code != 0 {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
}

func TestSocketsInTmpAndOthersTemporaryFilesStayClosed(t *testing.T) {
	for name, level := range levels(t) {
		if level.Mounts == NoMounts {
			continue
		}
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			dir, err := os.MkdirTemp("/tmp", "orssh-shared-")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.RemoveAll(dir) })
			l, err := net.Listen("unix", filepath.Join(dir, "agent"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() })
			other := filepath.Join(filepath.Dir(g.spec.Tmp), "wrk_other")
			if err := os.Mkdir(other, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(other, "x"), []byte("SECRET"), 0o600); err != nil {
				t.Fatal(err)
			}
			g.env = map[string]string{"X": dir, "OTHER": other}
			said, _ := g.run("/bin/sh", "-c", `cat "$OTHER/x"; [ -S "$X/agent" ] && echo SECRET; echo ok > "$X/new" && cat "$X/new"`)
			if strings.Contains(said, "SECRET") || !strings.Contains(said, "ok\n") {
				t.Error(said)
			}
		})
	}
}

func TestNobodyIsAskedAboutTmpUnlessTheHomeIsInIt(t *testing.T) {
	asked := func(home string) bool {
		for _, rule := range (&Guard{}).Baseline(home, "") {
			if rule.Access.Has(policy.Edit) && rule.Tree && policy.Inside(rule.Path, "/tmp/x") {
				return false
			}
		}
		return true
	}
	if asked("/home/me") || !asked("/tmp/me") {
		t.Error((&Guard{}).Baseline("/home/me", ""))
	}
}
