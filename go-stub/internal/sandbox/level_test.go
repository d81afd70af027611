package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

func TestTheLevelSaysWhatIsNotHeldAndWhy(t *testing.T) {
	refused := func() (Mounts, error) { return NoMounts, errors.New("refused") }
	given := func() (Mounts, error) { return UserMounts, nil }
	for _, c := range []struct {
		abi    int
		err    error
		mounts func() (Mounts, error)
		level  string
		why    string
	}{
		{0, unix.ENOSYS, given, "advisory", "no Landlock"},
		{0, unix.EOPNOTSUPP, given, "advisory", "turned off"},
		{0, unix.EPERM, given, "advisory", "operation not permitted"},
		{7, nil, given, "kernel ABI 7", ""},
		{99, nil, given, "kernel ABI 99", ""},
		{1, nil, given, "kernel ABI 1", "abstract"},
		{1, nil, refused, "kernel ABI 1", "truncated"},
		{7, nil, refused, "kernel ABI 7", "refused"},
	} {
		got := look(func() (int, error) { return c.abi, c.err }, c.mounts)
		if got.String() != c.level || !strings.Contains(got.Why, c.why) || c.why == "" && got.Why != "" {
			t.Errorf("ABI %d, %v: %s, %q", c.abi, c.err, got, got.Why)
		}
	}
}

// TestAnyAbiIsAskedOnlyForWhatItKnows makes rulesets of every version on this kernel.
func TestAnyAbiIsAskedOnlyForWhatItKnows(t *testing.T) {
	newest, err := abiOf()
	if err != nil {
		t.Skip(err)
	}
	for abi := 1; abi <= newest; abi++ {
		set, err := makeRuleset(abi, scopes, []grant{{"/usr", reads | edits}, {"/dev/null", device}})
		if err != nil {
			t.Errorf("ABI %d: %v", abi, err)
			continue
		}
		_ = set.Close()
	}
}

func TestACommandIsToldWhereNothingCanBeMade(t *testing.T) {
	g := newGround(t, levels(t)["Landlock alone"])
	g.spec.Rules = append(g.spec.Rules, policy.Rule{Path: g.home, Access: policy.All, Tree: true})
	said, code := g.run("/bin/sh", "-c", "echo x > ~/docs/new && cat ~/docs/new && touch ~/new")
	if code == 0 || !strings.HasPrefix(said, "x\n") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if hint := g.guard.Hint(g.spec, g.home, []byte("touch: cannot touch '"+g.home+"/new': Permission denied\n")); !strings.Contains(hint, "directly in "+g.home) {
		t.Error(hint)
	}
}

func TestACommandIsToldWhereNothingCanBeMadeForSecrets(t *testing.T) {
	g := newGround(t, levels(t)["Landlock alone"])
	secret := filepath.Join(g.home, "docs/in/.env")
	if err := os.MkdirAll(filepath.Dir(secret), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(secret, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	docs := filepath.Join(g.home, "docs")
	g.spec.Rules, g.spec.Hidden = append(g.spec.Rules, policy.Rule{Path: docs, Access: policy.All, Tree: true}), append(g.spec.Hidden, secret)
	said, code := g.run("/bin/sh", "-c", "echo x > ~/docs/letter && touch ~/docs/new")
	if hint := g.guard.Hint(g.spec, g.work, []byte(said)); code == 0 || !strings.Contains(hint, "directly in "+docs+", below which there are secrets") {
		t.Errorf("exit code %d: %s%s", code, said, hint)
	}
}

func TestAHomeIsWorkedInAndItIsKnownWhatThatExposes(t *testing.T) {
	for name, level := range levels(t) {
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			g.spec.Rules[0].Path, g.spec.Own = g.home, g.home
			said, code := g.run("/bin/sh", "-c", "echo hi > ~/file && mkdir ~/new && mv ~/file ~/new/ && cat ~/new/file; cat ~/.stub/token")
			exposed := len(g.guard.Exposed(g.home)) > 0
			if !strings.HasPrefix(said, "hi\n") || exposed != (code == 0) || exposed != (level.Mounts == NoMounts) {
				t.Errorf("exit code %d: %s", code, said)
			}
			if got := g.guard.Exposed(g.work); len(got) > 0 {
				t.Error(got)
			}
		})
	}
}
