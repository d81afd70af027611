package server

// toolRoutes are what an agent's tools do with files. They ask nobody: what is
// outside of the workspace is approved, allowed by the request, or refused.
func (s *Server) toolRoutes() []route {
	return []route{
		{pattern: "POST /stub/v1/file/stat", handle: s.toolStat},
		{pattern: "POST /stub/v1/file/read", handle: s.toolRead},
		{pattern: "POST /stub/v1/file/lines", handle: s.toolLines},
		{pattern: "POST /stub/v1/file/entries", handle: s.toolEntries},
		{pattern: "POST /stub/v1/file/glob", handle: s.toolGlob},
		{pattern: "POST /stub/v1/file/grep", handle: s.toolGrep},
		{pattern: "PUT /stub/v1/file/write", handle: s.toolWrite, stream: true, still: uploadStill, work: true},
		{pattern: "POST /stub/v1/file/remove", handle: s.toolRemove, work: true},

		{pattern: "POST /stub/v1/command/look", handle: s.commandLook},

		{pattern: "POST /stub/v1/snapshot/track", handle: s.snapshotTrack},
		{pattern: "POST /stub/v1/snapshot/diff", handle: s.snapshotDiff},
		{pattern: "POST /stub/v1/snapshot/restore", handle: s.snapshotRestore, body: maxNames, work: true},
	}
}
