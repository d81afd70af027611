package sandbox

import (
	"os"
	"path/filepath"
	"testing"
)

func TestALinkLeadsByWhoeverMadeIt(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	me, other := uint32(os.Geteuid()), uint32(54321)
	if err := os.MkdirAll(filepath.Join(root, "tool-2/bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"tool": "tool-2", "whole": root + "/tool", "up": "tool/../tool-2", "loop": "loop"} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	for path, leads := range map[string]bool{
		"tool-2/bin": true, "tool/bin": true, "whole/bin": true, "up/bin": true, "loop": false, "none": false, "tool/none": false,
	} {
		path = filepath.Join(root, path)
		if got := leadsBy(me, path); got != leads {
			t.Errorf("%s: %v", path, got)
		}
		if isLink := path != filepath.Join(root, "tool-2/bin"); isLink && leadsBy(other, path) {
			t.Errorf("%s is led by somebody who has made none of its links", path)
		}
	}
	if os.Geteuid() == 0 {
		if err := os.Lchown(filepath.Join(root, "whole"), 54321, 54321); err != nil {
			t.Fatal(err)
		}
		if leadsBy(0, filepath.Join(root, "whole/bin")) || leadsBy(54321, filepath.Join(root, "whole/bin")) {
			t.Error("two links of two users are one's")
		}
	}
}
