package server

// fileRoutes are those of a workspace's place, its files, and its repository.
func (s *Server) fileRoutes() []route {
	return []route{
		{pattern: "GET /path", handle: s.path},
		{pattern: "GET /project", handle: s.projectList},
		{pattern: "GET /project/current", handle: s.projectCurrent},
		{pattern: "PATCH /project/{id}", handle: s.projectChange},
		{pattern: "GET /project/{id}/directories", handle: s.projectDirectories},

		{pattern: "GET /file", handle: s.fileList},
		{pattern: "GET /file/content", handle: s.fileContent},
		{pattern: "GET /file/status", handle: s.fileStatus},
		{pattern: "GET /find", handle: s.findText},
		{pattern: "GET /find/file", handle: s.findFile},
		{pattern: "GET /find/symbol", handle: s.findSymbol},
		{pattern: "GET /api/fs/list", handle: s.fsList},
		{pattern: "GET /api/fs/find", handle: s.fsFind},
		{pattern: "GET /api/fs/read/{path...}", handle: s.fsRead},

		{pattern: "GET /vcs", handle: s.vcsInfo},
		{pattern: "GET /vcs/status", handle: s.vcsStatus},
		{pattern: "GET /vcs/diff", handle: s.vcsDiff},
		{pattern: "GET /vcs/diff/raw", handle: s.vcsRaw},
		{pattern: "POST /vcs/apply", handle: s.vcsApply, body: maxPatch, work: true},
	}
}
