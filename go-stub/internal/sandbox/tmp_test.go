package sandbox

import (
	"os"
	"testing"
)

func TestClearRemovesTheTemporaryFilesOfOneStub(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	mine, other := t.TempDir(), t.TempDir()
	gone, kept := (&Tmp{Of: mine}).Dir("wrk_a"), (&Tmp{Of: other}).Dir("wrk_a")
	Clear(mine)
	if _, err := os.Stat(gone); !os.IsNotExist(err) {
		t.Errorf("%s: %v", gone, err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Error(err)
	}
	Clear(mine)
	Clear(mine + "/absent")
}
