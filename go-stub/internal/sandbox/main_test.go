package sandbox

import (
	"fmt"
	"os"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lesserkernel"
)

func TestMain(m *testing.M) {
	if os.Getenv(onMain) != "" {
		startKin()
		return
	}
	lesserkernel.Take()
	switch os.Getenv(trying) {
	case "":
	case "lines":
		for _, l := range lines {
			if l.by() {
				fmt.Println(l.name)
			}
		}
		return
	default:
		for _, r := range reaches {
			if r.by() {
				fmt.Println(r.name)
			}
		}
		return
	}
	os.Exit(m.Run())
}
