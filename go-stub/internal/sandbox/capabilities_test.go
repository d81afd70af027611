package sandbox

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestRootsCommandsLoseWhatLeadsOut is of a stub that hands its capabilities on as well.
func TestRootsCommandsLoseWhatLeadsOut(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root has capabilities")
	}
	if os.Getenv(asked) == "" {
		tests, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(tests, "-test.run", "^"+t.Name()+"$", "-test.v")
		cmd.Env = append(os.Environ(), asked+"=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{}
		own := ownCapabilities()
		for _, one := range lost {
			if own[one/32]&(1<<(one%32)) != 0 {
				cmd.SysProcAttr.AmbientCaps = append(cmd.SysProcAttr.AmbientCaps, one)
			}
		}
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS") {
			t.Errorf("%v\n%s", err, out)
		}
	}
	for name, level := range levels(t) {
		g := newGround(t, level)
		said, _ := g.run("/bin/grep", "^Cap", "/proc/self/status")
		for line := range strings.Lines(said) {
			set, hex, _ := strings.Cut(strings.TrimSpace(line), ":\t")
			has, err := strconv.ParseUint(hex, 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range lost {
				if set != "CapBnd" && has&(1<<one) != 0 {
					t.Errorf("%s: %s has %d", name, set, one)
				}
			}
			if own := ownCapabilities(); set == "CapEff" && level.Mounts != UserMounts && own[0]&1 != 0 && has&1 == 0 {
				t.Errorf("%s: files of others are out of root's reach", name)
			}
		}
	}
}
