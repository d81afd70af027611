package look

import (
	"os"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lesserkernel"
)

func TestMain(m *testing.M) {
	lesserkernel.Take()
	os.Exit(m.Run())
}
