package session

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// Change edits the session's info and records it.
func (s *Session) Change(edit func(*Info)) (Info, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := s.info
	edit(&info)
	err := s.recordLocked(updated, infoData{SessionID: info.ID, Info: info}, true)
	return info, err
}

// Children answers the sessions that have this one as parent, the oldest first.
func (s *Store) Children(id string) []*Session {
	all := s.List("")
	slices.Reverse(all)
	return slices.DeleteFunc(all, func(session *Session) bool { return session.Info().ParentID != id })
}

// Remove deletes a session after its children; their shell commands are ended.
func (s *Store) Remove(id string) error {
	return s.remove(id, map[string]bool{})
}

// remove passes over what is in seen: a session that was replayed may have any parent.
func (s *Store) remove(id string, seen map[string]bool) error {
	session, err := s.Get(id)
	if err != nil {
		return err
	}
	seen[id] = true
	for _, child := range s.Children(id) {
		if childID := child.Info().ID; !seen[childID] {
			if err := s.remove(childID, seen); err != nil {
				return err
			}
		}
	}
	session.Abort()
	session.mu.Lock()
	defer session.mu.Unlock()
	if err := session.end(); err != nil {
		return err
	}
	session.gone = true
	s.hub.Outdate(id)
	s.mu.Lock()
	delete(s.all, id)
	s.mu.Unlock()
	if err := os.Remove(s.file(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return errors.Join(s.removeDamaged(id), state.SyncDir(s.dir))
}

// end records the session's end. A full disk does not keep it from that: its
// file goes, and makes room.
func (s *Session) end() error {
	if s.gone {
		return fault.Missing("session", s.info.ID)
	}
	made, err := s.write(false, happening{deleted, infoData{SessionID: s.info.ID, Info: s.info}})
	if err != nil && !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EDQUOT) {
		return err
	}
	return s.tell(made...)
}

// removeDamaged deletes what was set aside of a session's file.
func (s *Store) removeDamaged(id string) error {
	aside, err := filepath.Glob(s.file(id) + ".damaged-*")
	for _, file := range aside {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}

// RemoveAll deletes the sessions of a workspace.
func (s *Store) RemoveAll(workspaceID string) error {
	for _, session := range s.List(workspaceID) {
		var gone *fault.Error
		if err := s.Remove(session.Info().ID); err != nil && (!errors.As(err, &gone) || gone.Kind != fault.NotFound) {
			return err
		}
	}
	return nil
}

// Close waits until the ends of all shell commands are recorded; their
// commands must have been ended before.
func (s *Store) Close(ctx context.Context) error {
	all := make(chan struct{})
	go func() {
		s.shells.Wait()
		close(all)
	}()
	select {
	case <-all:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) file(id string) string { return filepath.Join(s.dir, id+suffix) }
