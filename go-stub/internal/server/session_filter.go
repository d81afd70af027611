package server

import (
	"net/http"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/session"
)

// sessionFilter is what the query of a list asks for, as OpenCode reads it: a
// path counts in the place of a directory, scope=project in that of both.
func sessionFilter(r *http.Request) (func(session.Info) bool, error) {
	query := r.URL.Query()
	roots, err := queryBool(r, "roots")
	if err != nil {
		return nil, err
	}
	start, err := queryNumber(r, "start", 0)
	if err != nil {
		return nil, err
	}
	directory, path, search := query.Get("directory"), query.Get("path"), strings.ToLower(query.Get("search"))
	if query.Has("path") || query.Get("scope") == "project" {
		directory = ""
	}
	return func(info session.Info) bool {
		return (directory == "" || info.Directory == directory) &&
			(path == "" || info.Path == path || strings.HasPrefix(info.Path, path+"/")) &&
			(!roots || info.ParentID == "") && info.Time.Updated >= start &&
			strings.Contains(strings.ToLower(info.Title), search)
	}, nil
}
