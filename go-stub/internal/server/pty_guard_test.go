package server

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/pty"
)

func TestATerminalIsHeld(t *testing.T) {
	held(t)
	s := newStub(t)
	for name, text := range map[string]string{filepath.Join(s.home, "where"): s.state, filepath.Join(s.state, "letter"): "SECRET"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var info pty.Info
	s.call("POST", "/pty", map[string]any{"command": "/bin/sh"}, http.StatusOK, &info)
	c := s.attach("/pty/"+info.ID+"/connect", nil)
	c.enter("echo \"<$(tty | head -c 8)>\"; cat \"$(cat where)/letter\" || echo de''nied\n")
	c.until("</dev/pts>")
	c.until("denied")
}
