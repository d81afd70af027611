package server

import (
	"context"
	"net/http"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/search"
)

// How many results a search has when nothing is said, and at most.
const (
	textLimit    = 10
	maxTextLimit = 1000
	fileLimit    = 10
	maxFileLimit = 200
	fsFindLimit  = 50
	// searchesAtOnce bounds what searches take of a host.
	searchesAtOnce = 4
)

func (s *Server) findText(w http.ResponseWriter, r *http.Request) error {
	pattern, err := queryText(r, "pattern")
	if err != nil {
		return err
	}
	limit, err := queryLimit(r, textLimit, maxTextLimit)
	if err != nil {
		return err
	}
	place, err := s.searchable(r)
	if err != nil {
		return err
	}
	done, err := s.beginSearch(r.Context())
	if err != nil {
		return err
	}
	defer done()
	matches, err := search.Grep(r.Context(), search.TextQuery{
		Root: place.Real, Home: place.Home, Pattern: pattern, Limit: limit, Ripgrep: search.FindRipgrep(place.Real), MayRead: place.MayRead,
	})
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, matches)
	return nil
}

func (s *Server) findFile(w http.ResponseWriter, r *http.Request) error {
	if _, err := queryText(r, "query"); err != nil {
		return err
	}
	dirs, err := queryBool(r, "dirs")
	if err != nil {
		return err
	}
	names, err := s.find(r, fileLimit, !dirs && r.URL.Query().Has("dirs"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, names)
	return nil
}

func (s *Server) fsFind(w http.ResponseWriter, r *http.Request) error {
	names, err := s.find(r, fsFindLimit, false)
	if err != nil {
		return err
	}
	entries := make([]fsEntry, 0, len(names))
	for _, name := range names {
		entry := fsEntry{Path: name, Type: "file"}
		if strings.HasSuffix(name, "/") {
			entry.Type = "directory"
		}
		entries = append(entries, entry)
	}
	return s.writeLocated(w, r, entries)
}

func (s *Server) find(r *http.Request, limit int, onlyFiles bool) ([]string, error) {
	limit, err := queryLimit(r, limit, maxFileLimit)
	if err != nil {
		return nil, err
	}
	query := r.URL.Query()
	kind := query.Get("type")
	switch {
	case kind == "" && onlyFiles:
		kind = "file"
	case kind != "" && kind != "file" && kind != "directory":
		return nil, fault.Bad("type", "invalid_field", `type must be "file" or "directory".`)
	}
	place, err := s.searchable(r)
	if err != nil {
		return nil, err
	}
	done, err := s.beginSearch(r.Context())
	if err != nil {
		return nil, err
	}
	defer done()
	names, err := s.names.Find(r.Context(), search.FileQuery{Root: place.Real, Text: query.Get("query"), Type: kind, Limit: limit})
	for i := range names {
		names[i] = strings.ToValidUTF8(names[i], "\uFFFD")
	}
	return names, err
}

// findSymbol has nothing to ask: there are no language servers here.
func (s *Server) findSymbol(w http.ResponseWriter, _ *http.Request) error {
	writeJSON(w, http.StatusOK, []string{})
	return nil
}

// searchable is the place of a request whose whole directory may be searched.
func (s *Server) searchable(r *http.Request) (files.Place, error) {
	place, err := s.filesOf(r)
	if err != nil {
		return place, err
	}
	if place.Real == "" {
		// It is gone, or it is "/", which grants nothing by itself.
		resolved, err := place.Resolve(".")
		if err != nil {
			return place, err
		}
		place.Real = resolved.Real
	}
	return place, nil
}

// beginSearch waits for its turn.
func (s *Server) beginSearch(ctx context.Context) (done func(), err error) {
	select {
	case s.searches <- struct{}{}:
		return func() { <-s.searches }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
