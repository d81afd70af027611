package server

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
)

func (s *Server) fileList(w http.ResponseWriter, r *http.Request) error {
	name, err := queryText(r, "path")
	if err != nil {
		return err
	}
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	nodes, err := place.List(r.Context(), name)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, nodes)
	return nil
}

func (s *Server) fileContent(w http.ResponseWriter, r *http.Request) error {
	name, err := queryText(r, "path")
	if err != nil {
		return err
	}
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	content, err := place.Content(name)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, content)
	return nil
}

// fsEntry is an entry of /api/fs.
type fsEntry struct {
	Path string `json:"path"` // a directory's ends with '/'
	Type string `json:"type"`
}

func (s *Server) fsList(w http.ResponseWriter, r *http.Request) error {
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	nodes, err := place.List(r.Context(), r.URL.Query().Get("path"))
	if err != nil {
		return err
	}
	entries := make([]fsEntry, 0, len(nodes))
	for _, node := range nodes {
		entries = append(entries, fsEntry{Path: node.Path, Type: node.Type})
	}
	return s.writeLocated(w, r, entries)
}

const fsReadPrefix = "/api/fs/read/"

// fsRead sends a file as it is. A browser must not take one of the host for a
// page of the gateway: it gets no scripts and no guessed type.
func (s *Server) fsRead(w http.ResponseWriter, r *http.Request) error {
	name, err := url.PathUnescape(strings.TrimPrefix(r.URL.EscapedPath(), fsReadPrefix))
	if err != nil {
		return fault.Bad("path", "invalid_field", "The path is not encoded as a URL is: %v.", err)
	}
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	f, size, err := place.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	header := w.Header()
	header.Set("Content-Type", files.MimeType(name))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if size > 0 {
		// What grows meanwhile is cut, what shrinks breaks the answer off.
		header.Set("Content-Length", strconv.FormatInt(size, 10))
		w.WriteHeader(http.StatusOK)
		_, err = io.CopyN(newPatient(w), f, size)
		return err
	}
	w.WriteHeader(http.StatusOK)
	_, err = io.Copy(newPatient(w), f)
	return err
}
