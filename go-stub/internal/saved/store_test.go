package saved

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestNothingIsRemovedOrWrittenWhereALinkLeads(t *testing.T) {
	state, elsewhere := t.TempDir(), t.TempDir()
	old := filepath.Join(elsewhere, "old")
	if err := errors.Join(
		os.WriteFile(old, nil, 0o600), os.Chtimes(old, time.Unix(1, 0), time.Unix(1, 0)),
		os.Mkdir(filepath.Join(state, "output"), 0o700), os.Symlink(elsewhere, filepath.Join(state, "output", "wrk_a")),
	); err != nil {
		t.Fatal(err)
	}
	if file := Open(state, time.Now).Create("wrk_a", "exe_a"); file != nil {
		t.Error("an output was made there")
	}
	if entries, err := os.ReadDir(elsewhere); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
}
