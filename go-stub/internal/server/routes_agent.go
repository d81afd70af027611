package server

// Messages of what is refused because it is the user's OpenCode's own.
const (
	needsLocal      = "This host keeps no configuration of OpenCode; change it where OpenCode runs."
	needsSecret     = "Credentials stay on your own machine and are never sent to a host; connect the provider where OpenCode runs."
	needsServer     = "There are no MCP servers on this host; they run where OpenCode runs."
	needsWorktree   = "Worktrees and copies of a project are made where OpenCode runs, not on this host."
	needsWorkspaces = "A stub has no workspaces of its own to move sessions between; do it where OpenCode runs."
)

// agentRoutes are those of OpenCode that are about agents, models and
// configuration: as much of them as means something without an agent.
func (s *Server) agentRoutes() []route {
	return append([]route{
		{pattern: "GET /config", handle: fixed(config)},
		{pattern: "PATCH /config", handle: refused("not_here", needsLocal)},
		{pattern: "GET /config/providers", handle: fixed(configProviders)},
		{pattern: "GET /global/config", handle: fixed(config)},
		{pattern: "PATCH /global/config", handle: refused("not_here", needsLocal)},
		{pattern: "POST /global/dispose", handle: fixed(true)},
		{pattern: "POST /global/upgrade", handle: fixed(object{"success": false, "error": "The stub is replaced by the plugin that started it."})},
		{pattern: "POST /instance/dispose", handle: fixed(true)},
		{pattern: "POST /log", handle: fixed(true)},

		{pattern: "GET /agent", handle: fixed(agents)},
		{pattern: "GET /command", handle: fixed(noList)},
		{pattern: "GET /skill", handle: fixed(noList)},
		{pattern: "GET /lsp", handle: fixed(noList)},
		{pattern: "GET /formatter", handle: fixed(noList)},
		{pattern: "GET /mcp", handle: fixed(noObject)},
		{pattern: "POST /mcp", handle: refused("not_here", needsServer)},
		{pattern: "POST /mcp/{name}/auth", handle: refused("not_here", needsServer)},
		{pattern: "DELETE /mcp/{name}/auth", handle: refused("not_here", needsServer)},
		{pattern: "POST /mcp/{name}/auth/callback", handle: refused("not_here", needsServer)},
		{pattern: "POST /mcp/{name}/auth/authenticate", handle: refused("not_here", needsServer)},
		{pattern: "POST /mcp/{name}/connect", handle: refused("not_here", needsServer)},
		{pattern: "POST /mcp/{name}/disconnect", handle: refused("not_here", needsServer)},

		{pattern: "GET /provider", handle: fixed(providers)},
		{pattern: "GET /provider/auth", handle: fixed(noObject)},
		{pattern: "POST /provider/{providerID}/oauth/authorize", handle: refused("not_here", needsSecret)},
		{pattern: "POST /provider/{providerID}/oauth/callback", handle: refused("not_here", needsSecret)},
		{pattern: "PUT /auth/{providerID}", handle: refused("not_here", needsSecret)},
		{pattern: "DELETE /auth/{providerID}", handle: fixed(true)},

		{pattern: "GET /experimental/capabilities", handle: fixed(object{"backgroundSubagents": false})},
		{pattern: "GET /experimental/console", handle: fixed(object{"consoleManagedProviders": noList, "switchableOrgCount": 0})},
		{pattern: "GET /experimental/console/orgs", handle: fixed(object{"orgs": noList})},
		{pattern: "POST /experimental/console/switch", handle: refused("not_here", needsLocal)},
		{pattern: "GET /experimental/tool", handle: fixed(noList)},
		{pattern: "GET /experimental/tool/ids", handle: fixed(noList)},
		{pattern: "GET /experimental/resource", handle: fixed(noObject)},
		{pattern: "GET /experimental/session", handle: s.sessionListGlobal},
		{pattern: "POST /experimental/session/{id}/background", handle: s.ofSession(false)},
		{pattern: "GET /experimental/worktree", handle: fixed(noList)},
		{pattern: "POST /experimental/worktree", handle: refused("not_here", needsWorktree)},
		{pattern: "DELETE /experimental/worktree", handle: refused("not_here", needsWorktree)},
		{pattern: "POST /experimental/worktree/reset", handle: refused("not_here", needsWorktree)},
		{pattern: "POST /experimental/project/{projectID}/copy", handle: refused("not_here", needsWorktree)},
		{pattern: "DELETE /experimental/project/{projectID}/copy", handle: refused("not_here", needsWorktree)},
		{pattern: "POST /experimental/project/{projectID}/copy/refresh", handle: nothing},
		{pattern: "POST /experimental/project/{projectID}/copy/generate-name", handle: refused("not_here", needsWorktree)},
		{pattern: "POST /experimental/control-plane/move-session", handle: refused("not_here", needsWorkspaces)},
		{pattern: "GET /experimental/workspace/adapter", handle: fixed(noList)},
		{pattern: "POST /experimental/workspace/sync-list", handle: nothing},
		{pattern: "POST /experimental/workspace/warp", handle: refused("not_here", needsWorkspaces)},
	}, append(s.tuiRoutes(), s.apiRoutes()...)...)
}

var config = object{"$schema": "https://opencode.ai/config.json"}
