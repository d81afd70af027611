package workspace

import (
	"path/filepath"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"
)

func check(w Workspace) error {
	switch {
	case !id.Valid("wrk", w.ID):
		return fault.Bad("id", "invalid_field", `id must begin with "wrk_" and consist of letters, digits, "-" and "_".`)
	case w.ID == Home:
		return fault.Bad("id", "invalid_field", "%s is the stub's own.", Home)
	case !filepath.IsAbs(w.Directory):
		return fault.Bad("directory", "invalid_field", "directory must be an absolute path.")
	case w.ProjectID == "":
		return fault.Bad("projectID", "invalid_field", "projectID is missing; sessions belong to a project.")
	}
	return nil
}

// Home is the id of the workspace that is always there: the user's home.
const Home = "wrk_home"

// Elsewhere is that its directory leads to another one by now.
func (w *Workspace) Elsewhere(now string) error {
	remedy := "remove the workspace, and make it again"
	if w.ByLink {
		remedy = "open the workspace again"
	}
	return fault.New(fault.Conflict, "workspace_elsewhere",
		"%s, the directory of the workspace %s, led to %s when it was given, and leads to %s by now. Nothing there is touched. If that is meant, %s.",
		w.Directory, w.ID, w.Resolved, now, remedy)
}
