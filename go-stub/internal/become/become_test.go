package become_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/become"
)

const (
	ending = "ORSSH_TEST_ENDS"
	linked = "ORSSH_TEST_LINKED"
	entry  = "github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/become.entry"
)

// What is done by an order is tried where orders are made.
func TestMain(m *testing.M) {
	if os.Getenv(ending) == "" {
		os.Exit(m.Run())
	}
}

func TestNothingBecomesAnotherProgramByChance(t *testing.T) {
	for name, cmd := range map[string]exec.Cmd{
		"its name alone":        {Args: []string{become.Name}},
		"its environment alone": {Args: []string{"tests"}, Env: []string{become.Variable + "=1"}},
		"with an argument":      {Args: []string{become.Name, "x"}, Env: []string{become.Variable + "=1"}},
	} {
		cmd.Path, cmd.Env = "/proc/self/exe", append(cmd.Env, ending+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestAnOrderThatIsNotOneRunsNothing(t *testing.T) {
	for _, order := range []string{"", "x", string(make([]byte, 32)), "\xff\xff\xff\xff\xff\xff\xff\x7f" + string(make([]byte, 64))} {
		file, err := os.CreateTemp(t.TempDir(), "order")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString(order); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Cmd{Path: "/proc/self/exe", Args: []string{become.Name}, Env: []string{become.Variable + "=1"}, ExtraFiles: []*os.File{file, file, file}}
		if out, err := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != 126 {
			t.Errorf("%q: %v\n%s", order, err, out)
		}
		// Go's runtime alone takes more than a hundred.
		if used := cmd.ProcessState.SysUsage().(*syscall.Rusage); order == "" && os.Getenv(linked) != "" && used.Minflt > 60 {
			t.Errorf("it began with the runtime: %d page faults", used.Minflt)
		}
		_ = file.Close()
	}
}

// As the stub is linked, see tools/stub-build.
func TestAProgramThatIsLinkedWithTheEntryBecomesAnotherOneWithoutTheRuntime(t *testing.T) {
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Skip("there is no entry for this processor")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	tests := filepath.Join(t.TempDir(), "tests")
	if out, err := exec.Command("go", "test", "-c", "-ldflags=-E "+entry, "-o", tests, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(tests, "-test.run=ByChance|RunsNothing")
	cmd.Env = append(os.Environ(), linked+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
