package server

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
)

// allowHeader has what `allow` has, where the body is a file's content.
const allowHeader = "X-Orssh-Allow"

func (s *Server) toolWrite(w http.ResponseWriter, r *http.Request) error {
	path, err := queryText(r, "path")
	if err != nil {
		return err
	}
	parents, err := queryBool(r, "parents")
	if err != nil {
		return err
	}
	place, err := s.filesOf(r)
	if err != nil {
		return err
	}
	if list := r.Header.Get(allowHeader); list != "" {
		if err := json.Unmarshal([]byte(list), &place.Allow); err != nil {
			return fault.Bad("allow", "invalid_field", "The header x-orssh-allow must be a JSON array of patterns.")
		}
	}
	query := files.WriteQuery{Path: path, Parents: parents}
	switch none := r.Header.Get("If-None-Match"); none {
	case "":
	case "*":
		query.IfNone = true
	default:
		return fault.Bad("if-none-match", "invalid_field", `if-none-match takes only "*".`)
	}
	if query.IfMatch = strings.Trim(r.Header.Get("If-Match"), `"`); query.IfMatch != "" && query.IfNone {
		return fault.Bad("if-match", "invalid_field", "Give if-match or if-none-match, not both.")
	}
	written, err := place.Write(query, r.Body)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, written)
	return nil
}

func (s *Server) toolRemove(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		toolPath
		IfMatch string `json:"ifMatch"`
	}
	place, err := s.toolPlace(r, &body, &body.Allow)
	if err != nil {
		return err
	}
	if err := place.Remove(body.Path, strings.Trim(body.IfMatch, `"`)); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, object{"removed": true})
	return nil
}
