package session

// showBusy tells that the session works. A reader that misses it asks GET
// /session/status.
func (s *Session) showBusy() {
	s.store.hub.Outdate(s.Info().ID)
	s.showStatus("busy")
}

// showIdle tells that the session does nothing any more, unless a command runs.
func (s *Session) showIdle() {
	if !s.Busy() {
		s.showStatus("idle")
	}
}

func (s *Session) showStatus(kind string) {
	sessionID := s.Info().ID
	err := s.show("session.status", statusData(sessionID, kind))
	if err == nil && kind == "idle" {
		err = s.show("session.idle", map[string]string{"sessionID": sessionID})
	}
	if err != nil {
		s.store.Log.Error("event lost", "type", "session.status", "error", err)
	}
}

func statusData(sessionID, kind string) any {
	return map[string]any{"sessionID": sessionID, "status": map[string]string{"type": kind}}
}

// ShowError tells who looks at the session what it cannot do.
func (s *Session) ShowError(message string) {
	failure := map[string]any{"name": "UnknownError", "data": map[string]string{"message": message}}
	err := s.show("session.error", map[string]any{"sessionID": s.Info().ID, "error": failure})
	if err != nil {
		s.store.Log.Error("event lost", "type", "session.error", "error", err)
	}
}
