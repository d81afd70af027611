package server

import (
	"encoding/json"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// sessionV2 is a session in the form of the newer routes.
type sessionV2 struct {
	ID        string           `json:"id"`
	ParentID  string           `json:"parentID,omitempty"`
	ProjectID string           `json:"projectID"`
	Agent     string           `json:"agent,omitempty"`
	Model     json.RawMessage  `json:"model,omitempty"`
	Cost      float64          `json:"cost"`
	Tokens    session.Tokens   `json:"tokens"`
	Time      session.InfoTime `json:"time"`
	Title     string           `json:"title"`
	Location  object           `json:"location"`
}

func newer(info session.Info) sessionV2 {
	where := object{"directory": info.Directory}
	if info.WorkspaceID != "" {
		where["workspaceID"] = info.WorkspaceID
	}
	return sessionV2{
		ID: info.ID, ParentID: info.ParentID, ProjectID: info.ProjectID, Agent: info.Agent, Model: info.Model, Cost: info.Cost,
		Tokens: info.Tokens, Time: info.Time, Title: info.Title, Location: where,
	}
}

// apiSessionList answers all in one page.
func (s *Server) apiSessionList(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	wanted, err := sessionFilter(r)
	if err != nil {
		return err
	}
	list := []sessionV2{}
	for _, one := range s.sessions.List(workspaceID) {
		if info := one.Here(); wanted(info) {
			list = append(list, newer(info))
		}
	}
	writeJSON(w, http.StatusOK, object{"data": list, "cursor": struct{}{}})
	return nil
}

func (s *Server) apiSessionGet(w http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, object{"data": newer(found.Here())})
	return nil
}

func (s *Server) apiSessionActive(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	active := object{}
	for _, one := range s.sessions.List(workspaceID) {
		if one.Busy() {
			active[one.Info().ID] = object{"type": "running"}
		}
	}
	writeJSON(w, http.StatusOK, object{"data": active})
	return nil
}

func (s *Server) apiSessionInterrupt(w http.ResponseWriter, r *http.Request) error {
	found, err := s.sessions.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	found.Abort()
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// sessionListGlobal answers sessions with the project that each belongs to.
func (s *Server) sessionListGlobal(w http.ResponseWriter, r *http.Request) error {
	workspaceID, err := s.namedWorkspace(r)
	if err != nil {
		return err
	}
	archived, err := queryBool(r, "archived")
	if err != nil {
		return err
	}
	wanted, err := sessionFilter(r)
	if err != nil {
		return err
	}
	type globalSession struct {
		session.Info
		Project *projectSummary `json:"project"`
	}
	list := []globalSession{}
	for _, one := range s.sessions.List(workspaceID) {
		if info := one.Here(); wanted(info) && (archived || info.Time.Archived == nil) {
			list = append(list, globalSession{info, s.projectOf(info)})
		}
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

type projectSummary struct {
	ID       string `json:"id"`
	Worktree string `json:"worktree"`
}

func (s *Server) projectOf(info session.Info) *projectSummary {
	if info.WorkspaceID == "" || info.WorkspaceID == workspace.Home {
		return nil
	}
	w, err := s.workspaces.Get(info.WorkspaceID)
	if err != nil {
		return nil
	}
	return &projectSummary{ID: info.ProjectID, Worktree: w.Directory}
}
