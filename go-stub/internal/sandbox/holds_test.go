package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lesserkernel"
)

// TestWhatIsReportedIsWhatHolds reaches for what was not granted at the level
// of this host, at every lesser one that it can be at, and where nothing holds:
// all that is not held is reached, and nothing else; and the level says so.
func TestWhatIsReportedIsWhatHolds(t *testing.T) {
	here := Current()
	t.Logf("this host: %s, mounts %d, %s", here, here.Mounts, here.Why)
	programAtHand(t)
	levels := map[string]Level{"this host": here, "nothing": {Why: "nothing holds"}}
	for abi := 1; abi <= here.ABI; abi++ {
		for mounts := NoMounts; mounts <= UserMounts; mounts++ {
			if mounts != NoMounts && !has(t, mounts) {
				continue
			}
			levels[fmt.Sprintf("ABI %d, mounts %d", abi, mounts)] = look(
				func() (int, error) { return abi, nil },
				func() (Mounts, error) { return mounts, errors.New("none") },
			)
		}
	}
	for name, level := range levels {
		t.Run(name, func(t *testing.T) {
			g, env := newArena(t, level)
			env[trying] = "1"
			g.env = env
			if err := os.Link(program, filepath.Join(g.work, "tests")); err != nil {
				t.Fatal(err)
			}
			said, code := g.run(filepath.Join(g.work, "tests"))
			if code != 0 {
				t.Fatalf("exit code %d: %s", code, said)
			}
			reached := strings.Split(strings.TrimSpace(said), "\n")
			for _, r := range reaches {
				open := !level.Enforced || level.ABI < r.since && (!r.mounts || level.Mounts == NoMounts) || r.unmounted && level.Mounts != NoMounts
				if got := slices.Contains(reached, r.name); got != open {
					t.Errorf("%s: %t, though %s, %s", r.name, got, level, level.Why)
				}
				if r.says != "" && level.Enforced && strings.Contains(level.Why, r.says) != open {
					t.Errorf("%s: %t, and the level says %q", r.name, open, level.Why)
				}
			}
		})
	}
}

// TestWhatIsReportedIsWhatHoldsOnALesserKernel is the same where the kernel
// itself does not give what it would, or a filter keeps it away.
func TestWhatIsReportedIsWhatHoldsOnALesserKernel(t *testing.T) {
	if here := Current(); !here.Enforced {
		t.Skipf("this is one: %s", here.Why)
	}
	tests, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for lacks, says := range map[string]string{
		"landlock": "advisory, mounts 0, the kernel has no Landlock", "landlock-at-boot": "advisory, mounts 0, the kernel has Landlock, but it is turned off",
		"landlock-by-filter": "advisory, mounts 0, Landlock is not to be had", "namespaces": "mounts 0, ", "capabilities": "mounts 0, ",
	} {
		t.Run(lacks, func(t *testing.T) {
			cmd := exec.Command(tests, "-test.run", "^TestWhatIsReportedIsWhatHolds$", "-test.v")
			cmd.Env = append(os.Environ(), lesserkernel.Variable+"="+lacks)
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), says) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// program is these tests' own, where it can be linked into a workspace.
var program string

func programAtHand(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("/var/tmp", "orssh-t")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	program = filepath.Join(dir, "tests")
	if err := os.WriteFile(program, data, 0o755); err != nil {
		t.Fatal(err)
	}
}
