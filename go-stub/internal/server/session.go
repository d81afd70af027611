package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

func (s *Server) sessionList(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	limit, err := queryNumber(r, "limit", 0)
	if err != nil {
		return err
	}
	directory, search := r.URL.Query().Get("directory"), strings.ToLower(r.URL.Query().Get("search"))
	list := []session.Info{}
	for _, one := range s.sessions.List(workspaceID) {
		info := one.Info()
		if directory != "" && info.Directory != directory || !strings.Contains(strings.ToLower(info.Title), search) {
			continue
		}
		if list = append(list, info); limit > 0 && len(list) == int(limit) {
			break
		}
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

func (s *Server) sessionGet(w http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, found.Info())
	return nil
}

func (s *Server) sessionChange(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Title      *string         `json:"title"`
		Metadata   json.RawMessage `json:"metadata"`
		Permission json.RawMessage `json:"permission"`
		Time       struct {
			Archived *int64 `json:"archived"`
		} `json:"time"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	var noModel json.RawMessage
	if err := checkShapes(&noModel, &body.Metadata, &body.Permission); err != nil {
		return err
	}
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	info, err := found.Change(func(info *session.Info) {
		if body.Title != nil {
			info.Title = *body.Title
		}
		if body.Metadata != nil {
			info.Metadata = body.Metadata
		}
		if body.Permission != nil {
			info.Permission = body.Permission
		}
		if body.Time.Archived != nil {
			info.Time.Archived = body.Time.Archived
		}
	})
	if err != nil {
		return err
	}
	fence(w, found)
	writeJSON(w, http.StatusOK, info)
	return nil
}

func (s *Server) sessionRemove(w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Remove(r.PathValue("id")); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, true)
	return nil
}

// fence makes OpenCode hold the answer until its own copy has this event.
func fence(w http.ResponseWriter, written *session.Session) {
	w.Header().Set("X-Opencode-Sync", fmt.Sprintf(`{"%s":%d}`, written.Info().ID, written.Seq()))
}
