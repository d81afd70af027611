// Package session keeps sessions as OpenCode knows them: each is a file of
// numbered events, from which its messages are read, and may run one shell
// command at a time.
package session

import "encoding/json"

// Info has OpenCode's shape of a session.
type Info struct {
	ID          string          `json:"id"`
	Slug        string          `json:"slug"`
	ProjectID   string          `json:"projectID"`
	WorkspaceID string          `json:"workspaceID,omitempty"`
	Directory   string          `json:"directory"`
	Path        string          `json:"path"`
	ParentID    string          `json:"parentID,omitempty"`
	Cost        float64         `json:"cost"`
	Tokens      Tokens          `json:"tokens"`
	Title       string          `json:"title"`
	Agent       string          `json:"agent,omitempty"`
	Model       json.RawMessage `json:"model,omitempty"`
	Version     string          `json:"version"`
	Metadata    json.RawMessage `json:"metadata,omitempty"`
	Permission  json.RawMessage `json:"permission,omitempty"`
	Summary     json.RawMessage `json:"summary,omitempty"`
	Share       json.RawMessage `json:"share,omitempty"`
	Revert      *Reverted       `json:"revert,omitempty"`
	Time        InfoTime        `json:"time"`
}

// InfoTime is in Unix milliseconds.
type InfoTime struct {
	Created    int64  `json:"created"`
	Updated    int64  `json:"updated"`
	Compacting *int64 `json:"compacting,omitempty"`
	Archived   *int64 `json:"archived,omitempty"`
}

// Tokens are what a model used: nothing, on a stub.
type Tokens struct {
	Input     int64 `json:"input"`
	Output    int64 `json:"output"`
	Reasoning int64 `json:"reasoning"`
	Cache     struct {
		Read  int64 `json:"read"`
		Write int64 `json:"write"`
	} `json:"cache"`
}

// infoData is the data of the session.* events.
type infoData struct {
	SessionID string `json:"sessionID"`
	Info      Info   `json:"info"`
}

// The types of events, without the ".1" that their durable form has.
const (
	created        = "session.created"
	updated        = "session.updated"
	deleted        = "session.deleted"
	messageUpdated = "message.updated"
	messageRemoved = "message.removed"
	partUpdated    = "message.part.updated"
	partRemoved    = "message.part.removed"

	version = ".1"
)
