package policy

import (
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

func required(request *pending) error {
	paths := make([]string, 0, len(request.touches))
	for _, t := range request.touches {
		paths = append(paths, shown(t.Path))
	}
	is := " is "
	if len(paths) > 1 {
		is = " are "
	}
	failure := fault.New(fault.PermissionRequired, "permission_required", "%s",
		strings.Join(paths, ", ")+is+"outside of the workspace and not approved; answer the request "+request.ID+
			", or allow "+strings.Join(request.Patterns, ", ")+".").
		With("requestID", request.ID).With("path", request.touches[0].Path).With("paths", paths).With("patterns", request.Patterns)
	if request.Metadata.Warning != "" {
		failure = failure.With("warning", request.Metadata.Warning)
	}
	return failure
}

// unapproved is for who cannot be asked.
func unapproved(missing []Touch) error {
	at := shown(missing[0].Path)
	return fault.New(fault.PermissionRequired, "permission_required",
		"%s is outside of the workspace and not approved, and nobody can be asked here; `orssh approvals add HOST %s` approves it.", at, at).
		With("path", missing[0].Path)
}

func denied(request *pending, message string) error {
	text := "The user did not allow " + inOneLine(request.touches)
	if message != "" {
		text += ": " + message
	} else {
		text += "."
	}
	return fault.New(fault.Forbidden, "permission_denied", "%s", text).With("path", request.touches[0].Path)
}

// ownFolder refuses what the stub keeps to itself: its token is there.
func ownFolder(t *Touch) error {
	return fault.New(fault.Forbidden, "stub_folder",
		"%s is in the stub's own folder, which no approval opens.", shown(t.Path)).With("path", t.Path)
}
