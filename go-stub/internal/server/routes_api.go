package server

const needsNoModel = "There is no such provider on this host; it has none but the placeholder that OpenCode needs."

// apiRoutes are OpenCode's newer routes, as far as its user interfaces send them.
func (s *Server) apiRoutes() []route {
	return []route{
		{pattern: "GET /api/event", handle: s.event},
		{pattern: "GET /api/location", handle: s.apiLocation},
		{pattern: "GET /api/provider/{providerID}", handle: s.apiProvider},

		{pattern: "GET /experimental/session", handle: s.sessionListGlobal},
		{pattern: "GET /api/permission/request", handle: s.apiPermissionList},

		{pattern: "GET /api/session", handle: s.apiSessionList},
		{pattern: "GET /api/session/active", handle: s.apiSessionActive},
		{pattern: "GET /api/session/{id}", handle: s.apiSessionGet},
		{pattern: "POST /api/session/{id}/interrupt", handle: s.apiSessionInterrupt},
		{pattern: "GET /api/session/{id}/permission", handle: s.apiSessionPermissions},
		{pattern: "GET /api/session/{id}/permission/{requestID}", handle: s.apiPermissionGet},
		{pattern: "POST /api/session/{id}/permission/{requestID}/reply", handle: s.apiPermissionReply},
		{pattern: "POST /api/session/{id}/question/{requestID}/reply", handle: s.noQuestion},
		{pattern: "POST /api/session/{id}/question/{requestID}/reject", handle: s.noQuestion},
	}
}
