package server

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestAPatchNeitherTakesNorChangesSecrets is of those that nobody named.
func TestAPatchNeitherTakesNorChangesSecrets(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	for name, patch := range map[string]string{
		"moved":       "diff --git a/.env b/plain\nsimilarity index 100%\nrename from .env\nrename to plain\n",
		"copied":      "diff --git a/.env b/plain\nsimilarity index 100%\ncopy from .env\ncopy to plain\n",
		"by a quote":  "diff --git \"a/\\056env\" b/plain\nsimilarity index 100%\ncopy from \"\\056env\"\ncopy to plain\n",
		"changed":     "--- a/.env\n+++ b/.env\n@@ -1 +1 @@\n-KEY=needle\n+KEY=EVIL\n",
		"removed":     "--- a/.env\n+++ /dev/null\n@@ -1 +0,0 @@\n-KEY=needle\n",
		"made":        "--- /dev/null\n+++ b/sub/.env\n@@ -0,0 +1 @@\n+KEY=EVIL\n",
		"with others": "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n+y\n--- a/.env\n+++ b/.env\n@@ -1 +1 @@\n-KEY=needle\n+KEY=EVIL\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := newStub(t)
			dir := s.plant(map[string]string{".env": "KEY=needle\n", "a": "x\n"})
			git := exec.Command("git", "init", "-q")
			git.Dir = dir
			if out, err := git.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			s.failure("POST", "/vcs/apply?workspace=wrk_app", map[string]any{"patch": patch}, http.StatusForbidden, "ForbiddenError", "path_outside")
			for file, want := range map[string]string{".env": "KEY=needle\n", "plain": "", "sub/.env": "", "a": "x\n"} {
				if text, _ := os.ReadFile(filepath.Join(dir, file)); string(text) != want {
					t.Errorf("%s: %q", file, text)
				}
			}
			s.call("POST", "/vcs/apply?workspace=wrk_app", map[string]any{"patch": "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n+.env\n"}, http.StatusOK, nil)
		})
	}
}
