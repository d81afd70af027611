package session

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

// Session is one session. It is safe for concurrent use.
type Session struct {
	store     *Store
	prompting sync.Mutex // one prompt at a time

	mu    sync.Mutex
	info  Info
	seq   int64 // of the last event; -1 before the first
	log   *log
	shell *shell // that runs; nil when idle
	gone  bool   // deleted
	open  openParts
	born  string // the workspace that it was created in
}

// Info is a snapshot.
func (s *Session) Info() Info {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.info
}

// Seq is the number of the last event.
func (s *Session) Seq() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seq
}

// Busy says whether a shell command runs.
func (s *Session) Busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shell != nil
}

// record makes a durable event: on disk first, then to all readers in its
// plain and in its durable form. With sync the disk has it for certain.
func (s *Session) record(kind string, data any, sync bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.recordLocked(kind, data, sync)
}

func (s *Session) recordLocked(kind string, data any, sync bool) error {
	return s.recordAllLocked(sync, happening{kind, data})
}

// happening is what a durable event says.
type happening struct {
	kind string
	data any
}

// recordAll is record of several: all of them are on disk, or none.
func (s *Session) recordAll(all ...happening) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.recordAllLocked(false, all...)
}

func (s *Session) recordAllLocked(sync bool, all ...happening) error {
	if s.gone {
		return fault.Missing("session", s.info.ID)
	}
	made, err := s.write(sync, all...)
	if err != nil {
		return err
	}
	return s.tell(made...)
}

// tell publishes events in their plain and in their durable form.
func (s *Session) tell(all ...events.SyncEvent) error {
	scope := s.scope()
	for _, event := range all {
		if err := s.store.hub.Publish(scope, event.ID, strings.TrimSuffix(event.Type, version), event.Data); err != nil {
			return err
		}
		if err := s.store.hub.PublishSync(scope, event); err != nil {
			return err
		}
	}
	return nil
}

// write makes durable events that nobody is told of. They are answered also
// where they could not be kept.
func (s *Session) write(sync bool, all ...happening) ([]events.SyncEvent, error) {
	made := make([]events.SyncEvent, 0, len(all))
	for i, one := range all {
		raw, err := events.Encode(one.data)
		if err != nil {
			return nil, err
		}
		made = append(made, events.SyncEvent{
			ID: id.Ascending("evt"), Type: one.kind + version, Seq: s.seq + 1 + int64(i), AggregateID: s.info.ID, Data: raw,
		})
	}
	return made, s.keep(sync, made...)
}

// keep appends events to the file and follows what they say of the session.
func (s *Session) keep(sync bool, all ...events.SyncEvent) error {
	var lines []byte
	for _, event := range all {
		line, err := events.Encode(event)
		if err != nil {
			return err
		}
		if len(line) >= maxLine {
			return fault.New(fault.TooLarge, "event_too_large", "An event of %d bytes does not fit into a session; the most is %d.", len(line), maxLine-1)
		}
		lines = append(append(lines, line...), '\n')
	}
	if err := s.log.append(lines, sync); err != nil {
		return fmt.Errorf("session %s: %w", s.info.ID, err)
	}
	for _, event := range all {
		if err := s.apply(event); err != nil {
			return err
		}
	}
	return nil
}

// apply takes one event into the state that is kept in memory.
func (s *Session) apply(event events.SyncEvent) error {
	if event.Seq != s.seq+1 {
		return fmt.Errorf("event %d follows %d", event.Seq, s.seq)
	}
	if event.AggregateID != s.info.ID {
		return fmt.Errorf("event %d belongs to %q", event.Seq, event.AggregateID)
	}
	switch strings.TrimSuffix(event.Type, version) {
	case created, updated:
		var data infoData
		if err := json.Unmarshal(event.Data, &data); err != nil {
			return err
		}
		if data.Info.ID != s.info.ID {
			return fmt.Errorf("event %d describes %q", event.Seq, data.Info.ID)
		}
		s.info = data.Info
		if event.Seq == 0 {
			s.born = data.Info.WorkspaceID
		}
	case partUpdated:
		s.open.follow(event.Data)
	default:
		if event.Seq == 0 {
			return fmt.Errorf("the first event is %s", event.Type)
		}
	}
	s.seq = event.Seq
	return nil
}

// show publishes a plain event that is not kept.
func (s *Session) show(kind string, data any) error {
	raw, err := events.Encode(data)
	if err != nil {
		return err
	}
	s.mu.Lock()
	scope := s.scope()
	s.mu.Unlock()
	return s.store.hub.Publish(scope, "", kind, json.RawMessage(raw))
}

func (s *Session) now() int64 { return s.store.Now().UnixMilli() }

// scope is called under the lock.
func (s *Session) scope() events.Scope {
	info := s.here()
	return events.Scope{Directory: info.Directory, Project: info.ProjectID, Workspace: info.WorkspaceID}
}
