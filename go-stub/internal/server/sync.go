package server

import (
	"encoding/json"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

// syncHistory answers a JSON array that is written as it is read, so that a
// long history costs no memory.
func (s *Server) syncHistory(w http.ResponseWriter, r *http.Request) error {
	since := map[string]int64{}
	if err := readJSON(r, &since); err != nil {
		return err
	}
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	out, done := s.openSink(w, "application/json")
	defer done()
	separator := "["
	err = s.sessions.History(workspaceID, since, func(event session.HistoryEvent) error {
		data, err := json.Marshal(event)
		if err != nil {
			return err
		}
		_, err = out.Write(append([]byte(separator), data...))
		separator = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	end := "]\n"
	if separator == "[" {
		end = "[]\n"
	}
	_, err = out.Write([]byte(end))
	return err
}

func (s *Server) syncReplay(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Events []events.SyncEvent `json:"events"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	if len(body.Events) == 0 {
		return fault.Bad("events", "invalid_field", "events must not be empty.")
	}
	if err := s.sessions.Replay(body.Events); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]string{"sessionID": body.Events[0].AggregateID})
	return nil
}

// syncSteal makes the request's workspace the owner of a session.
func (s *Server) syncSteal(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		SessionID string `json:"sessionID"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	found, err := s.sessions.Get(body.SessionID)
	if err != nil {
		return err
	}
	var owner session.Info
	if err := s.place(r, "", &owner); err != nil {
		return err
	}
	if err := found.Move(owner.WorkspaceID, owner.ProjectID); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, body)
	return nil
}
