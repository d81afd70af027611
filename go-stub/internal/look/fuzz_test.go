package look

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzAt holds what is true of every text: it is looked at in time, what is
// touched is resolved, and looking again shows the same.
func FuzzAt(f *testing.F) {
	where, _ := place(f)
	for _, shell := range []string{"bash", "sh"} {
		data, err := os.ReadFile(filepath.Join("testdata", shell+".txt"))
		if err != nil {
			f.Fatal(err)
		}
		for entry := range strings.SplitSeq(string(data), "\n$ ") {
			text, _, _ := strings.Cut(strings.TrimPrefix(entry, "$ "), "\n")
			f.Add(strings.NewReplacer("%O", filepath.Dir(where.Home), "%W", where.Dir).Replace(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		begin := time.Now()
		got := At(text, where)
		if took := time.Since(begin); took > enough {
			t.Errorf("took %v", took)
		}
		if strings.Contains(got.Error, "cannot be looked at") || strings.Contains(got.Error, "cannot be read") {
			t.Errorf("a panic: %s", got.Error)
		}
		for _, touch := range got.Touches {
			if !filepath.IsAbs(touch.Path) || filepath.Clean(touch.Path) != touch.Path || touch.Access == 0 {
				t.Errorf("%+v", touch)
			}
		}
		if len(got.Touches) < maxTouches && At(text, where).String() != got.String() {
			t.Error("another look shows something else")
		}
		Argv(strings.Fields(text), where)
	})
}
