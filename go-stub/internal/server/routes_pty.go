package server

// ptyRoutes are those of terminals, in both of OpenCode's protocols.
func (s *Server) ptyRoutes() []route {
	return []route{
		{pattern: "GET /pty/shells", handle: s.ptyShells},
		{pattern: "GET /pty", handle: s.ptyList},
		{pattern: "POST /pty", handle: s.ptyCreate, work: true},
		{pattern: "GET /pty/{id}", handle: s.ptyGet},
		{pattern: "PUT /pty/{id}", handle: s.ptyUpdate},
		{pattern: "DELETE /pty/{id}", handle: s.ptyRemove},
		{pattern: "POST /pty/{id}/connect-token", handle: s.ptyToken},
		{pattern: "GET /pty/{id}/connect", handle: s.ptyConnect, stream: true},

		{pattern: "GET /api/pty", handle: s.apiPtyList},
		{pattern: "POST /api/pty", handle: s.apiPtyCreate, work: true},
		{pattern: "GET /api/pty/{id}", handle: s.apiPtyGet},
		{pattern: "PUT /api/pty/{id}", handle: s.apiPtyUpdate},
		{pattern: "DELETE /api/pty/{id}", handle: s.apiPtyRemove},
		{pattern: "POST /api/pty/{id}/connect-token", handle: s.apiPtyToken},
		{pattern: "GET /api/pty/{id}/connect", handle: s.ptyConnect, stream: true},
	}
}
