package server

import (
	"cmp"
	"net/http"
	"path/filepath"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/search"
)

const (
	toolSearchLimit = 100
	maxGlobLimit    = 10_000
	maxToolText     = 1 << 20
)

// toolSearch is what is searched, and for what.
type toolSearch struct {
	toolPath
	Pattern string `json:"pattern"`
	Include string `json:"include"`
	Limit   int    `json:"limit"`
	MaxText int    `json:"maxLineLength"`
}

// read answers the place and where in it to search.
func (b *toolSearch) read(s *Server, r *http.Request, most int) (files.Place, files.Stat, error) {
	place, err := s.toolPlace(r, b, &b.Allow)
	if err != nil {
		return place, files.Stat{}, err
	}
	if b.Pattern == "" {
		return place, files.Stat{}, fault.Bad("pattern", "invalid_field", "pattern is missing.")
	}
	if b.MaxText < 0 || b.MaxText > maxToolText {
		return place, files.Stat{}, fault.Bad("maxLineLength", "invalid_field", "maxLineLength must be between 1 and %d.", maxToolText)
	}
	if b.Limit, err = toolLimit(b.Limit, toolSearchLimit, most); err != nil {
		return place, files.Stat{}, err
	}
	b.Path = cmp.Or(b.Path, ".")
	at, err := place.Permitted(b.Path)
	return place, at, err
}

func (s *Server) toolGlob(w http.ResponseWriter, r *http.Request) error {
	var body toolSearch
	place, at, err := body.read(s, r, maxGlobLimit)
	if err != nil {
		return err
	}
	if at.Type != "directory" {
		return fault.Bad("path", "not_directory", "%q is not a directory.", body.Path)
	}
	done, err := s.beginSearch(r.Context())
	if err != nil {
		return err
	}
	defer done()
	found, err := search.Glob(r.Context(), search.GlobQuery{Root: at.Resolved, Home: place.Home, Pattern: body.Pattern, Limit: body.Limit})
	if err == nil {
		_, err = place.Permitted(body.Path) // still
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, found)
	return nil
}

func (s *Server) toolGrep(w http.ResponseWriter, r *http.Request) error {
	var body toolSearch
	place, at, err := body.read(s, r, maxTextLimit)
	if err != nil {
		return err
	}
	query := search.TextQuery{
		Root: at.Resolved, Home: place.Home, Pattern: body.Pattern, Include: body.Include, Limit: body.Limit, MaxText: body.MaxText,
		Ripgrep: search.FindRipgrep(place.Real), MayRead: place.MayRead,
	}
	switch at.Type {
	case "directory":
	case "file":
		query.Root, query.File = filepath.Dir(at.Resolved), filepath.Base(at.Resolved)
	default:
		return fault.Bad("path", "not_directory", "%q is neither a directory nor a file.", body.Path)
	}
	done, err := s.beginSearch(r.Context())
	if err != nil {
		return err
	}
	defer done()
	found, err := search.GrepLines(r.Context(), query)
	if err == nil {
		_, err = place.Permitted(body.Path) // still
	}
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, found)
	return nil
}
