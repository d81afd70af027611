package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

// sessionMessages answers a page from the end; X-Next-Cursor is what asks for
// the one before it.
func (s *Server) sessionMessages(w http.ResponseWriter, r *http.Request) error {
	limit, err := queryNumber(r, "limit", 0)
	if err != nil {
		return err
	}
	var before *session.Cursor
	if text := r.URL.Query().Get("before"); text != "" {
		if !r.URL.Query().Has("limit") {
			return fault.Bad("limit", "invalid_field", "before needs a limit.")
		}
		if before, err = session.ParseCursor(text); err != nil {
			return err
		}
	}
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	if limit == 0 {
		before = nil
	}
	messages, next, err := found.Page(int(limit), before)
	if err != nil {
		return err
	}
	if next != nil {
		header := w.Header()
		header.Set("Access-Control-Expose-Headers", "Link, X-Next-Cursor")
		header.Set("Link", "<"+nextPage(r, limit, next)+`>; rel="next"`)
		header.Set("X-Next-Cursor", next.String())
	}
	writeJSON(w, http.StatusOK, messages)
	return nil
}

func nextPage(r *http.Request, limit int64, next *session.Cursor) string {
	query := r.URL.Query()
	query.Set("limit", strconv.FormatInt(limit, 10))
	query.Set("before", next.String())
	page := url.URL{Scheme: "http", Host: r.Host, Path: r.URL.Path, RawQuery: query.Encode()}
	return page.String()
}

func (s *Server) sessionMessage(w http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	message, err := found.Message(r.PathValue("messageID"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, message)
	return nil
}

func (s *Server) sessionMessageRemove(w http.ResponseWriter, r *http.Request) error {
	return s.changed(w, r, func(found *session.Session) (any, error) {
		return true, found.RemoveMessage(r.PathValue("messageID"))
	})
}

func (s *Server) sessionPartRemove(w http.ResponseWriter, r *http.Request) error {
	return s.changed(w, r, func(found *session.Session) (any, error) {
		return true, found.RemovePart(r.PathValue("messageID"), r.PathValue("partID"))
	})
}

func (s *Server) sessionPartChange(w http.ResponseWriter, r *http.Request) error {
	var body json.RawMessage
	if err := readJSON(r, &body); err != nil {
		return err
	}
	return s.changed(w, r, func(found *session.Session) (any, error) {
		return found.ChangePart(r.PathValue("messageID"), r.PathValue("partID"), body)
	})
}

// changed answers what a change of the named session gives, behind the fence.
func (s *Server) changed(w http.ResponseWriter, r *http.Request, change func(*session.Session) (any, error)) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	result, err := change(found)
	if err != nil {
		return err
	}
	fence(w, found)
	writeJSON(w, http.StatusOK, result)
	return nil
}
