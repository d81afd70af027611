package procid

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

func TestTheCommandsNameMayHoldAnything(t *testing.T) {
	for _, name := range []string{"stub", "a b", "(", ")", ") Z 1 2", "((x) y)", "new\nline", ""} {
		stat := fmt.Sprintf("42 (%s) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 777 88 18446744073709551615\n", name)
		state, ticks, err := parseStat([]byte(stat))
		if state != 'S' || ticks != 123456 || err != nil {
			t.Errorf("%q: state %c, start %d, %v", name, state, ticks, err)
		}
	}
}

func TestAnUnexpectedStatIsAnError(t *testing.T) {
	for _, stat := range []string{"", "1", "1 (x", "1 (x)", "1 (x) S 1 2", "1 (x) " + strings.Repeat("S ", 40)} {
		if _, _, err := parseStat([]byte(stat)); err == nil {
			t.Errorf("%q was accepted", stat)
		}
	}
}

func TestARealProcessWithAnAwkwardNameIsFollowedToItsEnd(t *testing.T) {
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "a) Z 1 (b")
	if err := os.Symlink(sleep, link); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(link, "1000")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	id, err := Of(cmd.Process.Pid)
	if err != nil || id.PID != cmd.Process.Pid || id.StartTicks == 0 || id.BootID == "" {
		t.Errorf("%+v, %v", id, err)
	}
	expect(t, id, Alive)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	expect(t, id, Gone)
	if _, err := Of(id.PID); !errors.Is(err, ErrGone) {
		t.Errorf("after its end: %v", err)
	}
}

func TestAnotherProcessWithThePIDIsNotTheOne(t *testing.T) {
	id, err := Self()
	if err != nil {
		t.Fatal(err)
	}
	expect(t, id, Alive)
	id.StartTicks--
	expect(t, id, Reused)
	id.BootID = "another"
	expect(t, id, PreviousBoot)
}

func expect(t *testing.T, id ID, want Fate) {
	t.Helper()
	if got, err := id.Fate(); got != want || err != nil {
		t.Errorf("%+v is %q (%v), want %q", id, got, err, want)
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("42 (a b) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 777"))
	f.Fuzz(func(t *testing.T, stat []byte) {
		if state, _, err := parseStat(stat); err == nil && !unicode.IsLetter(rune(state)) {
			t.Errorf("%q has no state", stat)
		}
	})
}
