package server

import (
	"net/http"
	"slices"
	"time"
)

// handle answers a request, or an error that is answered in its place: a
// *fault.Error says what the caller is told.
type handle func(w http.ResponseWriter, r *http.Request) error

type route struct {
	pattern string // "METHOD /path", as of http.ServeMux
	handle  handle
	body    int64         // what a body may have; 0 is maxBody
	stream  bool          // the body is a stream without a limit
	still   time.Duration // how long such a stream may stand still; 0 is for ever
	work    bool          // refused to who has lost its lease, and to who has none while one is exclusive
}

// routes is the whole API.
func (s *Server) routes() []route {
	return slices.Concat(s.sessionRoutes(), s.fixedRoutes(), s.apiRoutes(), s.tuiRoutes(), s.fileRoutes(), s.toolRoutes(), s.ptyRoutes(), []route{
		{pattern: "GET /global/health", handle: s.health},
		{pattern: "GET /global/event", handle: s.globalEvent},
		{pattern: "GET /event", handle: s.event},

		{pattern: "GET /experimental/workspace", handle: s.workspaceList},
		{pattern: "POST /experimental/workspace", handle: s.workspaceRegister},
		{pattern: "GET /experimental/workspace/status", handle: s.workspaceStatus},
		{pattern: "DELETE /experimental/workspace/{id}", handle: s.workspaceRemove},

		{pattern: "POST /stub/v1/exec", handle: s.execCreate, work: true},
		{pattern: "GET /stub/v1/exec", handle: s.execList},
		{pattern: "GET /stub/v1/exec/{id}", handle: s.execGet},
		{pattern: "DELETE /stub/v1/exec/{id}", handle: s.execForget},
		{pattern: "GET /stub/v1/exec/{id}/output", handle: s.execOutput},
		{pattern: "POST /stub/v1/exec/{id}/stdin", handle: s.execStdin, stream: true, work: true},
		{pattern: "POST /stub/v1/exec/{id}/kill", handle: s.execKill},
		{pattern: "POST /stub/v1/exec/kill", handle: s.execKillKey},

		{pattern: "GET /stub/v1/lease", handle: s.leaseList},
		{pattern: "POST /stub/v1/lease", handle: s.leaseAcquire},
		{pattern: "POST /stub/v1/lease/{id}/renew", handle: s.leaseRenew},
		{pattern: "DELETE /stub/v1/lease/{id}", handle: s.leaseRelease},

		{pattern: "GET /stub/v1/approvals", handle: s.approvalList},
		{pattern: "POST /stub/v1/approvals", handle: s.approvalAdd},
		{pattern: "DELETE /stub/v1/approvals", handle: s.approvalRevoke},

		{pattern: "POST /stub/v1/token/rotate", handle: s.tokenRotate},
		{pattern: "POST /stub/v1/shutdown", handle: s.shutdown},
	})
}
