// Package program finds programs of the host that the stub runs by itself.
package program

import (
	"os"
	"path/filepath"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Find looks a program up in the absolute folders of PATH; "" is none. One
// that lies in root is passed over: a workspace must not choose what runs.
func Find(name, root string) string {
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if !filepath.IsAbs(dir) {
			continue
		}
		resolved, err := filepath.EvalSymlinks(filepath.Join(dir, name))
		if err != nil || policy.Inside(root, resolved) {
			continue
		}
		if info, err := os.Stat(resolved); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return filepath.Join(dir, name)
		}
	}
	return ""
}
