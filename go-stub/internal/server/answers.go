package server

// Empty answers, which are right where nothing of the kind exists. The one of
// nothing is 204.
const (
	nothing     = ""
	noList      = "[]"
	noObject    = "{}"
	noData      = `{"data":[]}`
	no          = "false"
	yes         = "true"
	emptyConfig = `{"$schema":"https://opencode.ai/config.json"}`
)

// answers are what OpenCode's routes have where nothing of the kind is on a
// host, or always the same.
var answers = []answer{
	{"GET /question", noList},
	{"POST /sync/start", yes},
	{"GET /config", emptyConfig},
	{"GET /config/providers", configProviders},
	{"GET /global/config", emptyConfig},
	{"POST /global/dispose", yes},
	{"POST /global/upgrade", `{"success":false,"error":"The stub is replaced by the plugin that started it."}`},
	{"POST /instance/dispose", yes},
	{"POST /log", yes},
	{"GET /agent", agents},
	{"GET /command", noList},
	{"GET /skill", noList},
	{"GET /lsp", noList},
	{"GET /formatter", noList},
	{"GET /mcp", noObject},
	{"GET /provider", providers},
	{"GET /provider/auth", noObject},
	{"DELETE /auth/{providerID}", yes},
	{"GET /experimental/capabilities", `{"backgroundSubagents":false}`},
	{"GET /experimental/console", `{"consoleManagedProviders":[],"switchableOrgCount":0}`},
	{"GET /experimental/console/orgs", `{"orgs":[]}`},
	{"GET /experimental/tool", noList},
	{"GET /experimental/tool/ids", noList},
	{"GET /experimental/resource", noObject},
	{"GET /experimental/worktree", noList},
	{"POST /experimental/project/{projectID}/copy/refresh", nothing},
	{"GET /experimental/workspace/adapter", noList},
	{"POST /experimental/workspace/sync-list", nothing},
	{"GET /api/health", `{"healthy":true}`},
	{"DELETE /api/integration/attempt/{attemptID}", nothing},
	{"DELETE /api/credential/{name}", nothing},
	{"GET /api/permission/saved", noData},
	{"DELETE /api/permission/saved/{name}", nothing},
	{"POST /api/session/{id}/revert/clear", nothing},
}

// sessionAnswers are those of every session that there is.
var sessionAnswers = []answer{
	{"GET /session/{id}/todo", noList},
	{"GET /session/{id}/diff", noList},
	{"POST /experimental/session/{id}/background", no},
	{"GET /api/session/{id}/question", noData},
}

// locatedAnswers come with where they are from.
var locatedAnswers = []answer{
	{"GET /api/agent", agentsV2},
	{"GET /api/model", modelsV2},
	{"GET /api/provider", providersV2},
	{"GET /api/command", noList},
	{"GET /api/skill", noList},
	{"GET /api/reference", noList},
	{"GET /api/integration", noList},
	{"GET /api/question/request", noList},
}

// refusals say where it is done what a host without an agent does not.
var refusals = []refusal{
	{"POST /project/git/init", "not_here", needsInit},
	{"POST /session/{id}/init", "no_agent", needsAgent},
	{"POST /session/{id}/share", "no_sharing", needsSharing},
	{"PATCH /config", "not_here", needsLocal},
	{"PATCH /global/config", "not_here", needsLocal},
	{"POST /mcp", "not_here", needsServer},
	{"POST /mcp/{name}/auth", "not_here", needsServer},
	{"DELETE /mcp/{name}/auth", "not_here", needsServer},
	{"POST /mcp/{name}/auth/callback", "not_here", needsServer},
	{"POST /mcp/{name}/auth/authenticate", "not_here", needsServer},
	{"POST /mcp/{name}/connect", "not_here", needsServer},
	{"POST /mcp/{name}/disconnect", "not_here", needsServer},
	{"POST /provider/{providerID}/oauth/authorize", "not_here", needsSecret},
	{"POST /provider/{providerID}/oauth/callback", "not_here", needsSecret},
	{"PUT /auth/{providerID}", "not_here", needsSecret},
	{"POST /experimental/console/switch", "not_here", needsLocal},
	{"POST /experimental/worktree", "not_here", needsWorktree},
	{"DELETE /experimental/worktree", "not_here", needsWorktree},
	{"POST /experimental/worktree/reset", "not_here", needsWorktree},
	{"POST /experimental/project/{projectID}/copy", "not_here", needsWorktree},
	{"DELETE /experimental/project/{projectID}/copy", "not_here", needsWorktree},
	{"POST /experimental/project/{projectID}/copy/generate-name", "not_here", needsWorktree},
	{"POST /experimental/control-plane/move-session", "not_here", needsWorkspaces},
	{"POST /experimental/workspace/warp", "not_here", needsWorkspaces},
	{"GET /api/integration/{name}", "not_here", needsSecret},
	{"POST /api/integration/{name}/connect/key", "not_here", needsSecret},
	{"POST /api/integration/{name}/connect/oauth", "not_here", needsSecret},
	{"GET /api/integration/attempt/{attemptID}", "not_here", needsSecret},
	{"POST /api/integration/attempt/{attemptID}/complete", "not_here", needsSecret},
	{"PATCH /api/credential/{name}", "not_here", needsSecret},
	{"POST /api/session", "not_here", needsOldForm},
	{"POST /api/session/{id}/agent", "not_here", needsOldForm},
	{"POST /api/session/{id}/model", "not_here", needsOldForm},
	{"POST /api/session/{id}/prompt", "not_here", needsOldForm},
	{"POST /api/session/{id}/compact", "no_agent", needsAgent},
	{"POST /api/session/{id}/wait", "not_here", needsOldForm},
	{"POST /api/session/{id}/revert/stage", "no_undo", needsUndo},
	{"POST /api/session/{id}/revert/commit", "no_undo", needsUndo},
	{"GET /api/session/{id}/context", "not_here", needsOldForm},
	{"GET /api/session/{id}/history", "not_here", needsOldForm},
	{"GET /api/session/{id}/event", "not_here", needsOldForm},
	{"GET /api/session/{id}/message", "not_here", needsOldForm},
	{"GET /api/session/{id}/message/{messageID}", "not_here", needsOldForm},
	{"POST /api/session/{id}/permission", "not_here", needsOldForm},
	{"GET /tui/control/next", "not_here", needsScreen},
	{"POST /tui/control/response", "not_here", needsScreen},
}
