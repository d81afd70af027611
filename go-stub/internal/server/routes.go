package server

import "net/http"

// handle answers a request, or an error that is answered in its place: a
// *fault.Error says what the caller is told.
type handle func(w http.ResponseWriter, r *http.Request) error

type route struct {
	pattern string // "METHOD /path", as of http.ServeMux
	handle  handle
	stream  bool // the body is a stream without a limit
	work    bool // refused to who has lost its lease, and to who has none while one is exclusive
}

// routes is the whole API.
func (s *Server) routes() []route {
	return []route{
		{pattern: "GET /global/health", handle: s.health},
		{pattern: "GET /global/event", handle: s.globalEvent},
		{pattern: "GET /event", handle: s.event},

		{pattern: "GET /permission", handle: s.permissionList},
		{pattern: "POST /permission/{id}/reply", handle: s.permissionReply},

		{pattern: "GET /experimental/workspace", handle: s.workspaceList},
		{pattern: "POST /experimental/workspace", handle: s.workspaceRegister},
		{pattern: "GET /experimental/workspace/status", handle: s.workspaceStatus},
		{pattern: "DELETE /experimental/workspace/{id}", handle: s.workspaceRemove},

		{pattern: "GET /session", handle: s.sessionList},
		{pattern: "POST /session", handle: s.sessionCreate},
		{pattern: "GET /session/status", handle: s.sessionStatus},
		{pattern: "GET /session/{id}", handle: s.sessionGet},
		{pattern: "PATCH /session/{id}", handle: s.sessionChange},
		{pattern: "DELETE /session/{id}", handle: s.sessionRemove},
		{pattern: "GET /session/{id}/message", handle: s.sessionMessages},
		{pattern: "POST /session/{id}/shell", handle: s.sessionShell, work: true},
		{pattern: "POST /session/{id}/abort", handle: s.sessionAbort},

		{pattern: "POST /sync/history", handle: s.syncHistory},
		{pattern: "POST /sync/replay", handle: s.syncReplay},
		{pattern: "POST /sync/start", handle: s.syncStart},
		{pattern: "POST /sync/steal", handle: s.syncSteal},

		{pattern: "POST /stub/v1/exec", handle: s.execCreate, work: true},
		{pattern: "GET /stub/v1/exec", handle: s.execList},
		{pattern: "GET /stub/v1/exec/{id}", handle: s.execGet},
		{pattern: "DELETE /stub/v1/exec/{id}", handle: s.execForget},
		{pattern: "GET /stub/v1/exec/{id}/output", handle: s.execOutput},
		{pattern: "POST /stub/v1/exec/{id}/stdin", handle: s.execStdin, stream: true, work: true},
		{pattern: "POST /stub/v1/exec/{id}/kill", handle: s.execKill},

		{pattern: "GET /stub/v1/lease", handle: s.leaseList},
		{pattern: "POST /stub/v1/lease", handle: s.leaseAcquire},
		{pattern: "POST /stub/v1/lease/{id}/renew", handle: s.leaseRenew},
		{pattern: "DELETE /stub/v1/lease/{id}", handle: s.leaseRelease},

		{pattern: "GET /stub/v1/approvals", handle: s.approvalList},
		{pattern: "POST /stub/v1/approvals", handle: s.approvalAdd},
		{pattern: "DELETE /stub/v1/approvals", handle: s.approvalRevoke},

		{pattern: "POST /stub/v1/shutdown", handle: s.shutdown},
	}
}
