package server

// Messages of what is refused: where it is done instead.
const (
	needsAgent      = "There is no agent on this host, so nothing can be summarised or written by one; run commands with !."
	needsSharing    = "A session of a remote host cannot be shared: the host has no connection to OpenCode's service."
	needsUndo       = "What commands did on this host cannot be undone; delete a message, or fork the session before it."
	needsLocal      = "This host keeps no configuration of OpenCode; change it where OpenCode runs."
	needsSecret     = "Credentials stay on your own machine and are never sent to a host; connect the provider where OpenCode runs."
	needsServer     = "There are no MCP servers on this host; they run where OpenCode runs."
	needsWorktree   = "Worktrees and copies of a project are made where OpenCode runs, not on this host."
	needsWorkspaces = "A stub has no workspaces of its own to move sessions between; do it where OpenCode runs."
	needsInit       = "The project is the one of the machine where OpenCode runs; to begin a repository on this host run !git init."
	needsOldForm    = "The stub has sessions in OpenCode's older form only; use /session/{id} and what is below it."
	needsScreen     = "No user interface is controlled from this host."
)
