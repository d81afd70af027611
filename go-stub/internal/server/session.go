package server

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

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
	wanted, err := sessionFilter(r)
	if err != nil {
		return err
	}
	list := []*session.Info{}
	for _, one := range s.sessions.List(workspaceID) {
		if info := one.Here(); wanted(info) {
			list = append(list, &info)
		}
	}
	slices.SortFunc(list, func(a, b *session.Info) int {
		return cmp.Or(cmp.Compare(b.Time.Updated, a.Time.Updated), cmp.Compare(a.ID, b.ID))
	})
	if limit > 0 && len(list) > int(limit) {
		list = list[:limit]
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

func (s *Server) sessionGet(w http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, found.Here())
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
	_, err = found.Change(func(info *session.Info) {
		if body.Title != nil {
			info.Title = *body.Title
		}
		if body.Metadata != nil {
			info.Metadata = body.Metadata
		}
		if body.Permission != nil {
			info.Permission = joinRules(info.Permission, body.Permission)
		}
		if body.Metadata != nil || body.Permission != nil {
			info.Time.Updated = s.cfg.Now().UnixMilli()
		}
		if body.Time.Archived != nil {
			info.Time.Archived = body.Time.Archived
		}
	})
	if err != nil {
		return err
	}
	fence(w, found)
	writeJSON(w, http.StatusOK, found.Here())
	return nil
}

func (s *Server) sessionRemove(w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Remove(r.PathValue("id")); err != nil {
		return err
	}
	s.policy.ForgetSession(r.PathValue("id"))
	writeJSON(w, http.StatusOK, true)
	return nil
}

// fence makes OpenCode hold the answer until its own copy has this event.
func fence(w http.ResponseWriter, written *session.Session) {
	w.Header().Set("X-Opencode-Sync", fmt.Sprintf(`{"%s":%d}`, written.Info().ID, written.Seq()))
}
