package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

func (s *Server) execCreate(w http.ResponseWriter, r *http.Request) error {
	var spec exec.Spec
	if err := readJSON(r, &spec); err != nil {
		return err
	}
	follow, err := queryBool(r, "follow")
	if err != nil {
		return err
	}
	if spec.WorkspaceID == "" {
		if spec.WorkspaceID, err = s.namedWorkspace(r); err != nil {
			return err
		}
	}
	spec.LeaseID = leaseOf(r)
	command, err := s.commands.Create(spec)
	if err != nil {
		return err
	}
	defer command.Detach()
	if follow {
		return s.follow(w, r, command, 0, true)
	}
	if err := command.Ready(r.Context()); err != nil {
		return err
	}
	writeJSON(w, http.StatusCreated, command.Status())
	return nil
}

func (s *Server) follow(w http.ResponseWriter, r *http.Request, command *exec.Command, offset int64, live bool) error {
	out, done := s.openSink(w, exec.FramesType)
	defer done()
	return command.Follow(r.Context(), out, offset, live)
}

func (s *Server) execOutput(w http.ResponseWriter, r *http.Request) error {
	command, err := s.commands.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	live, err := queryBool(r, "follow")
	if err != nil {
		return err
	}
	offset, err := queryNumber(r, "offset", 0)
	if err != nil {
		return err
	}
	return s.follow(w, r, command, offset, live)
}

func (s *Server) execList(w http.ResponseWriter, _ *http.Request) error {
	writeJSON(w, http.StatusOK, s.commands.List())
	return nil
}

func (s *Server) execGet(w http.ResponseWriter, r *http.Request) error {
	command, err := s.commands.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, command.Status())
	return nil
}

func (s *Server) execForget(w http.ResponseWriter, r *http.Request) error {
	if err := s.commands.Forget(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, true)
	return nil
}
