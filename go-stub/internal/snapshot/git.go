package snapshot

import (
	"context"
	"strings"
)

// maxList bounds what git lists: 50 000 files with long names.
const maxList = 32 << 20

// git runs one command, whose complaint makes snapshots unavailable.
func (r *repository) git(ctx context.Context, stdin string, args ...string) (string, error) {
	all := append([]string{"-c", "core.looseCompression=1", "-c", "core.fsyncObjectFiles=false", "-c", "core.ignoreCase=false"}, args...)
	out, complaint, err := r.Git(ctx, strings.NewReader(stdin), maxList, all...)
	if err != nil {
		return "", err
	}
	if complaint != "" {
		return "", unavailable("git_failed", "git %s failed: %s", args[0], complaint)
	}
	return string(out), nil
}

// fields splits what git lists with -z.
func fields(out string) []string {
	return strings.FieldsFunc(out, func(r rune) bool { return r == 0 })
}
