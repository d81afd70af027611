package server

import (
	"encoding/json"
	"net/http"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

type object = map[string]any

// answer is what a route always answers: JSON, or nothing.
type answer struct{ pattern, body string }

// refusal is the BadRequest that a route always answers.
type refusal struct{ pattern, code, message string }

// fixedRoutes are those whose answers depend on nothing but whether the
// session is there, and where the request is answered.
func (s *Server) fixedRoutes() []route {
	var list []route
	for _, a := range answers {
		list = append(list, route{pattern: a.pattern, handle: a.handle})
	}
	for _, a := range sessionAnswers {
		list = append(list, route{pattern: a.pattern, handle: func(w http.ResponseWriter, r *http.Request) error {
			if _, err := s.sessions.Get(r.PathValue("id")); err != nil {
				return err
			}
			return a.handle(w, r)
		}})
	}
	for _, a := range locatedAnswers {
		list = append(list, route{pattern: a.pattern, handle: func(w http.ResponseWriter, r *http.Request) error {
			return s.writeLocated(w, r, json.RawMessage(a.body))
		}})
	}
	for _, one := range refusals {
		list = append(list, route{pattern: one.pattern, handle: one.handle})
	}
	return list
}

func (a answer) handle(w http.ResponseWriter, _ *http.Request) error {
	if a.body == nothing {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	writeJSON(w, http.StatusOK, json.RawMessage(a.body))
	return nil
}

func (r refusal) handle(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.BadRequest, r.code, "%s", r.message)
}
