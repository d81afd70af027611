package life

import (
	"os"
	"testing"
)

func TestARecordThatMakesNoSenseIsACrash(t *testing.T) {
	for _, content := range []string{"", "{", "null", "[]", `{"pid":-1}`, `{"pid":1,"port":70000,"instance":"x"}`} {
		files := testFiles(t)
		if err := files.Create(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(files.PIDFile(), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := predecessor(files); got != Crashed || err != nil {
			t.Errorf("%q: %s, %v", content, got, err)
		}
		if rec, err := readRecord(files); err == nil {
			t.Errorf("%q was read as %+v", content, rec)
		}
	}
}
