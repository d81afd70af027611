package session

import (
	"encoding/json"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
)

// Move makes the session another workspace's. OpenCode asks for it at the end
// of a warp, after which it writes a session.updated with this number into its
// own copy: so nobody is told of this one, which would be one too many there
// when it came first, and a copy that diverged when it came later.
//
// The events keep the directory of the machine that the session came from, for
// OpenCode goes on there when it takes the session back.
func (s *Session) Move(workspaceID, projectID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := s.info
	if info.WorkspaceID == workspaceID && info.ProjectID == projectID {
		return nil
	}
	info.WorkspaceID, info.ProjectID, info.Time.Updated = workspaceID, projectID, s.now()
	_, err := s.write(true, happening{updated, infoData{SessionID: info.ID, Info: info}})
	return err
}

// Here is Info with the directory that the session has on this host.
func (s *Session) Here() Info {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.here()
}

// here is called under the lock.
func (s *Session) here() Info {
	info := s.info
	if s.born != info.WorkspaceID && info.WorkspaceID != "" && s.store.DirectoryOf != nil {
		if directory, ok := s.store.DirectoryOf(info.WorkspaceID); ok {
			info.Directory = directory
		}
	}
	return info
}

// adopted says that the session came from elsewhere: its events are told only
// to an OpenCode that counts it among the workspace's. One that has taken it
// back has the same numbers with other events.
func (s *Session) adopted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.born != s.info.WorkspaceID
}

// settle answers the event's data with the session's present workspace: OpenCode
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
	for name, is := range map[string]string{"projectID": i.ProjectID, "workspaceID": i.WorkspaceID} {
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
