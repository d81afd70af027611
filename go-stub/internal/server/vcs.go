package server

import (
	"errors"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/vcs"
)

// maxPatch bounds what POST /vcs/apply takes.
const maxPatch = 16 << 20

// repository answers nil where there is none, or no git on the host.
func (s *Server) repository(r *http.Request) (*vcs.Repository, error) {
	place, err := s.filesOf(r)
	if err != nil {
		return nil, err
	}
	repository, err := vcs.Open(r.Context(), place.Real, place.Home, s.holdGit(place))
	if errors.Is(err, vcs.ErrNone) {
		return nil, nil //nolint:nilnil // none is no failure
	}
	return repository, err
}

func (s *Server) vcsInfo(w http.ResponseWriter, r *http.Request) error {
	repository, err := s.repository(r)
	info := vcs.Info{}
	if repository != nil {
		info, err = repository.Info(r.Context())
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, info)
	return nil
}

func (s *Server) changes(r *http.Request) ([]vcs.Change, error) {
	repository, err := s.repository(r)
	if repository == nil {
		return []vcs.Change{}, err
	}
	return repository.Status(r.Context())
}

func (s *Server) vcsStatus(w http.ResponseWriter, r *http.Request) error {
	changes, err := s.changes(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, changes)
	return nil
}

// fileState is an entry of GET /file/status.
type fileState struct {
	Path    string `json:"path"`
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	Status  string `json:"status"`
}

func (s *Server) fileStatus(w http.ResponseWriter, r *http.Request) error {
	changes, err := s.changes(r)
	if err != nil {
		return err
	}
	states := make([]fileState, 0, len(changes))
	for _, one := range changes {
		states = append(states, fileState{Path: one.File, Added: one.Additions, Removed: one.Deletions, Status: one.Status})
	}
	writeJSON(w, http.StatusOK, states)
	return nil
}

func (s *Server) vcsDiff(w http.ResponseWriter, r *http.Request) error {
	mode := r.URL.Query().Get("mode")
	if mode != "git" && mode != "branch" {
		return fault.Bad("mode", "invalid_field", `mode must be "git" or "branch".`)
	}
	lines, err := queryNumber(r, "context", vcs.WholeFile)
	if err != nil {
		return err
	}
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	repository, err := s.repository(r)
	diffs := []vcs.FileDiff{}
	if repository != nil {
		diffs, err = repository.Diff(r.Context(), mode, int(min(lines, vcs.WholeFile)))
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, s.withhold(place, diffs))
	return nil
}

func (s *Server) vcsRaw(w http.ResponseWriter, r *http.Request) error {
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	repository, err := s.repository(r)
	var patch []byte
	if repository != nil {
		patch, err = repository.Raw(r.Context(), func(file string) bool { return s.isWithheld(place, file) })
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/x-diff; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	_, err = newPatient(w).Write(patch)
	return err
}

func (s *Server) vcsApply(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Patch *string `json:"patch"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	if body.Patch == nil {
		return fault.Bad("patch", "invalid_field", "patch is missing.")
	}
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	repository, err := s.repository(r)
	if err != nil {
		return err
	}
	if repository == nil {
		return fault.New(fault.PatchRefused, "non-git", "Patch can't be applied because the project is not git-based, or git is not installed on this host.").
			With("reason", "non-git")
	}
	patched, err := repository.PatchedBy(r.Context(), *body.Patch)
	if err == nil {
		err = s.mayPatch(place, patched)
	}
	if err == nil {
		err = repository.Apply(r.Context(), *body.Patch)
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]bool{"applied": true})
	return nil
}
