package sandbox

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lesserkernel"
)

// lacking is set where a test is run once more on a lesser kernel.
const lacking = "ORSSH_TEST_LACKING"

// lesser runs this test once more where the kernel gives less.
func lesser(t *testing.T, lacks ...string) {
	t.Helper()
	tests, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, lack := range lacks {
		t.Run(lack, func(t *testing.T) {
			cmd := exec.Command(tests, "-test.run", "^"+strings.Split(t.Name(), "/")[0]+"$", "-test.v")
			cmd.Env = append(os.Environ(), lesserkernel.Variable+"="+lack, lacking+"=1")
			out, err := cmd.CombinedOutput()
			t.Logf("%s", out)
			if err != nil || !strings.Contains(string(out), "--- PASS") {
				t.Error(err)
			}
		})
	}
}
