package sandbox

import (
	"fmt"
	"os"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lesserkernel"
)

func TestMain(m *testing.M) {
	if os.Getenv(trying) != "" {
		for _, r := range reaches {
			if r.by() {
				fmt.Println(r.name)
			}
		}
		return
	}
	lesserkernel.Take()
	os.Exit(m.Run())
}
