package session

import (
	"encoding/json"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
)

// Place is where a session belongs.
type Place struct{ WorkspaceID, ProjectID, Directory string }

// Move makes the session another workspace's. OpenCode asks for it at the end
// of a warp, after which it writes a session.updated with this number into its
// own copy: so nobody is told of this one, which would be one too many there
// when it came first, and a copy that diverged when it came later. What else
// is new, the directory, goes with the next event.
func (s *Session) Move(to Place) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := s.info
	if info.WorkspaceID == to.WorkspaceID && info.ProjectID == to.ProjectID && info.Directory == to.Directory {
		return nil
	}
	info.WorkspaceID, info.ProjectID, info.Directory = to.WorkspaceID, to.ProjectID, to.Directory
	info.Time.Updated = s.now()
	_, err := s.write(updated, infoData{SessionID: info.ID, Info: info}, true)
	s.moved = err == nil
	return err
}

// adopted says that the session came from elsewhere: its events are told only
// to an OpenCode that counts it among the workspace's. One that has taken it
// back has the same numbers with other events.
func (s *Session) adopted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.born != s.info.WorkspaceID
}

// settle answers the event's data with the session's present place: OpenCode
// cannot store a project or a workspace that it does not know.
func (i Info) settle(event events.SyncEvent) (json.RawMessage, error) {
	kind := strings.TrimSuffix(event.Type, version)
	if kind != created && kind != updated && kind != deleted {
		return event.Data, nil
	}
	var data struct {
		SessionID string                     `json:"sessionID"`
		Info      map[string]json.RawMessage `json:"info"`
	}
	if err := json.Unmarshal(event.Data, &data); err != nil {
		return nil, err
	}
	changed := false
	for name, is := range map[string]string{"projectID": i.ProjectID, "workspaceID": i.WorkspaceID, "directory": i.Directory} {
		var had string
		_ = json.Unmarshal(data.Info[name], &had) // absent is empty
		if had == is {
			continue
		}
		raw, err := json.Marshal(is)
		if err != nil {
			return nil, err
		}
		data.Info[name], changed = raw, true
	}
	if !changed {
		return event.Data, nil
	}
	if i.WorkspaceID == "" {
		delete(data.Info, "workspaceID")
	}
	return events.Encode(data)
}
