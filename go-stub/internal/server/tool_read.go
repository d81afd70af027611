package server

import (
	"io"
	"net/http"
	"strconv"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// toolPath begins every body of these routes.
type toolPath struct {
	Path  string           `json:"path"`
	Allow []policy.Allowed `json:"allow"`
}

// sizeHeader says how large a file is of which a part is answered.
const sizeHeader = "X-Orssh-Size"

// toolPlace reads the body into v, and answers where the request's files are.
func (s *Server) toolPlace(r *http.Request, v any, allow *[]policy.Allowed) (files.Place, error) {
	if err := readJSON(r, v); err != nil {
		return files.Place{}, err
	}
	place, err := s.filesOf(r)
	place.Allow = *allow
	return place, err
}

func (s *Server) toolStat(w http.ResponseWriter, r *http.Request) error {
	var body toolPath
	place, err := s.toolPlace(r, &body, &body.Allow)
	if err != nil {
		return err
	}
	stat, err := place.Stat(body.Path)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, stat)
	return nil
}

func (s *Server) toolRead(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		toolPath
		Offset int64  `json:"offset"`
		Limit  *int64 `json:"limit"`
	}
	place, err := s.toolPlace(r, &body, &body.Allow)
	if err != nil {
		return err
	}
	if body.Offset < 0 || body.Limit != nil && *body.Limit < 0 {
		return fault.Bad("offset", "invalid_field", "offset and limit must not be negative.")
	}
	f, err := place.Read(r.Context(), body.Path, body.Offset)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	header := w.Header()
	header.Set("Content-Type", "application/octet-stream")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Etag", `"`+f.Etag+`"`)
	from := f.Reader // what it is tells how to send it
	if body.Limit != nil {
		from = io.LimitReader(from, *body.Limit)
	}
	if f.Size < 0 {
		w.WriteHeader(http.StatusOK)
		_, err = io.Copy(newPatient(w), from)
		return err
	}
	header.Set(sizeHeader, strconv.FormatInt(f.Size, 10))
	left := max(0, f.Size-body.Offset)
	if body.Limit != nil {
		left = min(left, *body.Limit)
	}
	// What grows meanwhile is cut, what shrinks breaks the answer off.
	header.Set("Content-Length", strconv.FormatInt(left, 10))
	w.WriteHeader(http.StatusOK)
	_, err = io.CopyN(newPatient(w), from, left)
	return err
}

func (s *Server) toolLines(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		toolPath
		files.LinesQuery
	}
	place, err := s.toolPlace(r, &body, &body.Allow)
	if err != nil {
		return err
	}
	lines, err := place.Lines(r.Context(), body.Path, body.LinesQuery)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, lines)
	return nil
}

// maxToolEntries bounds what is answered of a directory.
const maxToolEntries = 50_000

func (s *Server) toolEntries(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		toolPath
		Limit int `json:"limit"`
	}
	place, err := s.toolPlace(r, &body, &body.Allow)
	if err != nil {
		return err
	}
	limit, err := toolLimit(body.Limit, maxToolEntries, maxToolEntries)
	if err != nil {
		return err
	}
	entries, err := place.Entries(r.Context(), body.Path, limit)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, entries)
	return nil
}

func toolLimit(n, otherwise, most int) (int, error) {
	if n == 0 {
		return otherwise, nil
	}
	if n < 1 || n > most {
		return 0, fault.Bad("limit", "invalid_field", "limit must be between 1 and %d.", most)
	}
	return n, nil
}
