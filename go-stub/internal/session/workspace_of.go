package session

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// WorkspaceOf reads the workspace from a session's file, "" for none. It
// changes nothing, and is for when no stub runs.
func WorkspaceOf(file string) (string, error) {
	f, err := state.Open(file, os.O_RDONLY)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	workspaceID, known := "", false
	_, err = scan(f, func(event events.SyncEvent) error {
		if kind := strings.TrimSuffix(event.Type, version); kind != created && kind != updated {
			return nil
		}
		var data infoData
		err := json.Unmarshal(event.Data, &data)
		workspaceID, known = data.Info.WorkspaceID, true
		return err
	})
	if err == nil && !known {
		err = fmt.Errorf("read %s: it describes no session", file)
	}
	return workspaceID, err
}
