package server

const (
	needsOldForm = "The stub has sessions in OpenCode's older form only; use /session/{id} and what is below it."
	needsNoModel = "There is no such provider on this host; it has none but the placeholder that OpenCode needs."
)

// apiRoutes are OpenCode's newer routes: what its user interfaces send of them.
func (s *Server) apiRoutes() []route {
	older := refused("not_here", needsOldForm)
	return []route{
		{pattern: "GET /api/health", handle: fixed(object{"healthy": true})},
		{pattern: "GET /api/event", handle: s.event},
		{pattern: "GET /api/location", handle: s.apiLocation},
		{pattern: "GET /api/agent", handle: s.located(agentsV2)},
		{pattern: "GET /api/model", handle: s.located(modelsV2)},
		{pattern: "GET /api/provider", handle: s.located(providersV2)},
		{pattern: "GET /api/provider/{providerID}", handle: s.apiProvider},
		{pattern: "GET /api/command", handle: s.located(noList)},
		{pattern: "GET /api/skill", handle: s.located(noList)},
		{pattern: "GET /api/reference", handle: s.located(noList)},
		{pattern: "GET /api/integration", handle: s.located(noList)},
		{pattern: "GET /api/integration/{name}", handle: refused("not_here", needsSecret)},
		{pattern: "POST /api/integration/{name}/connect/key", handle: refused("not_here", needsSecret)},
		{pattern: "POST /api/integration/{name}/connect/oauth", handle: refused("not_here", needsSecret)},
		{pattern: "GET /api/integration/attempt/{attemptID}", handle: refused("not_here", needsSecret)},
		{pattern: "DELETE /api/integration/attempt/{attemptID}", handle: nothing},
		{pattern: "POST /api/integration/attempt/{attemptID}/complete", handle: refused("not_here", needsSecret)},
		{pattern: "PATCH /api/credential/{name}", handle: refused("not_here", needsSecret)},
		{pattern: "DELETE /api/credential/{name}", handle: nothing},

		{pattern: "GET /api/permission/request", handle: s.apiPermissionList},
		{pattern: "GET /api/permission/saved", handle: fixed(object{"data": noList})},
		{pattern: "DELETE /api/permission/saved/{name}", handle: nothing},
		{pattern: "GET /api/question/request", handle: s.located(noList)},

		{pattern: "GET /api/session", handle: s.apiSessionList},
		{pattern: "POST /api/session", handle: older},
		{pattern: "GET /api/session/active", handle: s.apiSessionActive},
		{pattern: "GET /api/session/{id}", handle: s.apiSessionGet},
		{pattern: "POST /api/session/{id}/agent", handle: older},
		{pattern: "POST /api/session/{id}/model", handle: older},
		{pattern: "POST /api/session/{id}/prompt", handle: older},
		{pattern: "POST /api/session/{id}/compact", handle: refused("no_agent", needsAgent)},
		{pattern: "POST /api/session/{id}/wait", handle: older},
		{pattern: "POST /api/session/{id}/interrupt", handle: s.apiSessionInterrupt},
		{pattern: "POST /api/session/{id}/revert/stage", handle: refused("no_undo", needsUndo)},
		{pattern: "POST /api/session/{id}/revert/clear", handle: nothing},
		{pattern: "POST /api/session/{id}/revert/commit", handle: refused("no_undo", needsUndo)},
		{pattern: "GET /api/session/{id}/context", handle: older},
		{pattern: "GET /api/session/{id}/history", handle: older},
		{pattern: "GET /api/session/{id}/event", handle: older},
		{pattern: "GET /api/session/{id}/message", handle: older},
		{pattern: "GET /api/session/{id}/message/{messageID}", handle: older},
		{pattern: "GET /api/session/{id}/permission", handle: s.apiSessionPermissions},
		{pattern: "POST /api/session/{id}/permission", handle: older},
		{pattern: "GET /api/session/{id}/permission/{requestID}", handle: s.apiPermissionGet},
		{pattern: "POST /api/session/{id}/permission/{requestID}/reply", handle: s.apiPermissionReply},
		{pattern: "GET /api/session/{id}/question", handle: s.ofSession(object{"data": noList})},
		{pattern: "POST /api/session/{id}/question/{requestID}/reply", handle: s.noQuestion},
		{pattern: "POST /api/session/{id}/question/{requestID}/reject", handle: s.noQuestion},
	}
}
