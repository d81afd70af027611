package become_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/become"
)

const ending = "ORSSH_TEST_ENDS"

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
		_ = file.Close()
	}
}
