package server

// Messages of what is refused.
const (
	needsAgent   = "There is no agent on this host, so nothing can be summarised or written by one; run commands with !."
	needsSharing = "A session of a remote host cannot be shared: the host has no connection to OpenCode's service."
	needsUndo    = "What commands did on this host cannot be undone; delete a message, or fork the session before it."
)

// sessionRoutes are those of sessions, permissions and their history.
func (s *Server) sessionRoutes() []route {
	return []route{
		{pattern: "GET /permission", handle: s.permissionList},
		{pattern: "POST /permission/{id}/reply", handle: s.permissionReply},
		{pattern: "POST /session/{id}/permissions/{permissionID}", handle: s.permissionRespond},
		{pattern: "GET /question", handle: fixed(noList)},
		{pattern: "POST /question/{id}/reply", handle: s.noQuestion},
		{pattern: "POST /question/{id}/reject", handle: s.noQuestion},

		{pattern: "GET /session", handle: s.sessionList},
		{pattern: "POST /session", handle: s.sessionCreate},
		{pattern: "GET /session/status", handle: s.sessionStatus},
		{pattern: "GET /session/{id}", handle: s.sessionGet},
		{pattern: "PATCH /session/{id}", handle: s.sessionChange},
		{pattern: "DELETE /session/{id}", handle: s.sessionRemove},
		{pattern: "GET /session/{id}/children", handle: s.sessionChildren},
		{pattern: "POST /session/{id}/fork", handle: s.sessionFork},
		{pattern: "GET /session/{id}/todo", handle: s.ofSession(noList)},
		{pattern: "GET /session/{id}/diff", handle: s.ofSession(noList)},

		{pattern: "GET /session/{id}/message", handle: s.sessionMessages},
		{pattern: "POST /session/{id}/message", handle: s.sessionPrompt, body: maxPrompt},
		{pattern: "POST /session/{id}/prompt_async", handle: s.sessionPromptAsync, body: maxPrompt},
		{pattern: "POST /session/{id}/command", handle: s.sessionCommand, body: maxPrompt},
		{pattern: "GET /session/{id}/message/{messageID}", handle: s.sessionMessage},
		{pattern: "DELETE /session/{id}/message/{messageID}", handle: s.sessionMessageRemove},
		{pattern: "DELETE /session/{id}/message/{messageID}/part/{partID}", handle: s.sessionPartRemove},
		{pattern: "PATCH /session/{id}/message/{messageID}/part/{partID}", handle: s.sessionPartChange, body: maxPrompt},
		{pattern: "POST /session/{id}/shell", handle: s.sessionShell, work: true},
		{pattern: "POST /session/{id}/abort", handle: s.sessionAbort},

		{pattern: "POST /session/{id}/init", handle: refused("no_agent", needsAgent)},
		{pattern: "POST /session/{id}/summarize", handle: refused("no_agent", needsAgent)},
		{pattern: "POST /session/{id}/share", handle: refused("no_sharing", needsSharing)},
		{pattern: "DELETE /session/{id}/share", handle: s.sessionGet},
		{pattern: "POST /session/{id}/revert", handle: s.sessionRevert},
		{pattern: "POST /session/{id}/unrevert", handle: s.sessionUnrevert},

		{pattern: "POST /sync/history", handle: s.syncHistory},
		{pattern: "POST /sync/replay", handle: s.syncReplay, body: maxReplay},
		{pattern: "POST /sync/start", handle: fixed(true)},
		{pattern: "POST /sync/steal", handle: s.syncSteal},
	}
}
