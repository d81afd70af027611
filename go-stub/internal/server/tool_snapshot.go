package server

import (
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/snapshot"
)

// maxNames bounds a body that names files.
const maxNames = 8 << 20

func (s *Server) snapshotPlace(r *http.Request) (snapshot.Place, error) {
	of, place, err := s.workspaceFiles(r)
	return snapshot.Place{WorkspaceID: of.ID, Dir: place.Real, Home: place.Home}, err
}

func (s *Server) snapshotTrack(w http.ResponseWriter, r *http.Request) error {
	place, err := s.snapshotPlace(r)
	if err != nil {
		return err
	}
	tracked, err := s.snapshots.Track(r.Context(), place)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, tracked)
	return nil
}

func (s *Server) snapshotDiff(w http.ResponseWriter, r *http.Request) error {
	body := struct {
		From  string `json:"from"`
		To    string `json:"to"`
		Patch bool   `json:"patch"`
	}{Patch: true}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	place, err := s.snapshotPlace(r)
	if err != nil {
		return err
	}
	where, err := s.filesOf(r)
	if err != nil {
		return err
	}
	diffs, err := s.snapshots.Diff(r.Context(), place, body.From, body.To, body.Patch)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, object{"files": s.withhold(where, diffs)})
	return nil
}

func (s *Server) snapshotRestore(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Tree  string   `json:"tree"`
		Files []string `json:"files"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	for _, name := range body.Files {
		if name == "" {
			return fault.Bad("files", "invalid_field", "files has an empty name.")
		}
	}
	place, err := s.snapshotPlace(r)
	if err != nil {
		return err
	}
	restored, err := s.snapshots.Restore(r.Context(), place, body.Tree, body.Files)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, restored)
	return nil
}
