package server

// sessionRoutes are those of sessions, permissions and their history.
func (s *Server) sessionRoutes() []route {
	return []route{
		{pattern: "GET /permission", handle: s.permissionList},
		{pattern: "POST /permission/{id}/reply", handle: s.permissionReply},
		{pattern: "POST /session/{id}/permissions/{permissionID}", handle: s.permissionRespond},
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

		{pattern: "GET /session/{id}/message", handle: s.sessionMessages},
		{pattern: "POST /session/{id}/message", handle: s.sessionPrompt, body: maxPrompt},
		{pattern: "POST /session/{id}/prompt_async", handle: s.sessionPromptAsync, body: maxPrompt},
		{pattern: "POST /session/{id}/command", handle: s.sessionCommand, body: maxPrompt},
		{pattern: "POST /session/{id}/summarize", handle: s.sessionSummarize},
		{pattern: "GET /session/{id}/message/{messageID}", handle: s.sessionMessage},
		{pattern: "DELETE /session/{id}/message/{messageID}", handle: s.sessionMessageRemove},
		{pattern: "DELETE /session/{id}/message/{messageID}/part/{partID}", handle: s.sessionPartRemove},
		{pattern: "PATCH /session/{id}/message/{messageID}/part/{partID}", handle: s.sessionPartChange, body: maxPrompt},
		{pattern: "POST /session/{id}/shell", handle: s.sessionShell, work: true},
		{pattern: "POST /session/{id}/abort", handle: s.sessionAbort},

		{pattern: "DELETE /session/{id}/share", handle: s.sessionGet},
		{pattern: "POST /session/{id}/revert", handle: s.sessionRevert},
		{pattern: "POST /session/{id}/unrevert", handle: s.sessionUnrevert},

		{pattern: "POST /sync/history", handle: s.syncHistory},
		{pattern: "POST /sync/replay", handle: s.syncReplay, body: maxReplay},
		{pattern: "POST /sync/steal", handle: s.syncSteal},
	}
}
