package session

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// HistoryEvent is a durable event in the form of POST /sync/history.
type HistoryEvent struct {
	ID          string          `json:"id"`
	AggregateID string          `json:"aggregate_id"`
	Seq         int64           `json:"seq"`
	Type        string          `json:"type"`
	Data        json.RawMessage `json:"data"`
}

// History gives each durable event of a workspace's sessions (of all with "")
// that is later than the number in since: session by session, the oldest first.
func (s *Store) History(workspaceID string, since map[string]int64, give func(HistoryEvent) error) error {
	sessions := s.List(workspaceID)
	slices.Reverse(sessions)
	for _, session := range sessions {
		info := session.Info()
		last, known := since[info.ID]
		if known && session.Seq() <= last || !known && session.adopted() {
			continue
		}
		err := session.each(func(e events.SyncEvent) error {
			if known && e.Seq <= last {
				return nil
			}
			data, err := info.settle(e)
			if err != nil {
				return err
			}
			return give(HistoryEvent{ID: e.ID, AggregateID: e.AggregateID, Seq: e.Seq, Type: e.Type, Data: data})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Replay takes over events that were made elsewhere. Those that are here
// already are passed over; a gap is a Conflict that says which number is next.
func (s *Store) Replay(list []events.SyncEvent) error {
	for _, event := range list {
		if !id.Valid("ses", event.AggregateID) || len(event.Data) == 0 || event.Type == "" {
			return fault.Bad("events", "invalid_field", "events must have a session as aggregateID, a type and data.")
		}
		if err := s.replay(event); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) replay(event events.SyncEvent) error {
	session, err := s.Get(event.AggregateID)
	if err != nil {
		session = s.blank(Info{ID: event.AggregateID})
	}
	session.mu.Lock()
	defer session.mu.Unlock()
	switch {
	case event.Seq <= session.seq:
		return nil
	case event.Seq > session.seq+1:
		return fault.New(fault.Conflict, "sync_gap", "Event %d of %s is missing.", session.seq+1, event.AggregateID).
			With("next", session.seq+1)
	}
	probe := &Session{info: Info{ID: event.AggregateID}, seq: event.Seq - 1}
	if err := probe.apply(event); err != nil {
		return fault.Bad("events", "invalid_field", "Event %d of %s cannot be taken over: %v.", event.Seq, event.AggregateID, err)
	}
	if err := session.keep(false, event); err != nil {
		return err
	}
	follow(event)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all[event.AggregateID] = session
	return nil
}

// follow makes what is recorded next sort after a message of another machine.
func follow(event events.SyncEvent) {
	var data struct {
		Info struct {
			ID string `json:"id"`
		} `json:"info"`
	}
	if strings.TrimSuffix(event.Type, version) == messageUpdated && json.Unmarshal(event.Data, &data) == nil {
		id.Follow(data.Info.ID)
	}
}
