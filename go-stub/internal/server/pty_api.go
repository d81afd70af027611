package server

import "net/http"

// The routes below /api/pty are those of OpenCode's second protocol: the same
// terminals, with where they are from, and with those that have ended.

func (s *Server) apiPtyList(w http.ResponseWriter, r *http.Request) error {
	of, _, err := s.workspaceFiles(r)
	if err != nil {
		return err
	}
	return s.writeLocated(w, r, s.terminals.List(of.ID))
}

func (s *Server) apiPtyCreate(w http.ResponseWriter, r *http.Request) error {
	info, err := s.createPty(r)
	if err != nil {
		return err
	}
	return s.writeLocated(w, r, info)
}

func (s *Server) apiPtyGet(w http.ResponseWriter, r *http.Request) error {
	found, err := s.terminal(r)
	if err != nil {
		return err
	}
	return s.writeLocated(w, r, found.Info())
}

func (s *Server) apiPtyUpdate(w http.ResponseWriter, r *http.Request) error {
	found, err := s.terminal(r)
	if err != nil {
		return err
	}
	info, err := s.updatePty(r, found)
	if err != nil {
		return err
	}
	return s.writeLocated(w, r, info)
}

func (s *Server) apiPtyRemove(w http.ResponseWriter, r *http.Request) error {
	found, err := s.terminal(r)
	if err != nil {
		return err
	}
	s.terminals.Remove(found)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) apiPtyToken(w http.ResponseWriter, r *http.Request) error {
	ticket, err := s.issueTicket(r, s.terminal)
	if err != nil {
		return err
	}
	return s.writeLocated(w, r, ticket)
}
