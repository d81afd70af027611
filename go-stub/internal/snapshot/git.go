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
		return "", unavailable("git_failed", "git %s failed: %s", command(args), complaint)
	}
	return string(out), nil
}

// command is the first that is no option.
func command(args []string) string {
	for len(args) > 2 && args[0] == "-c" {
		args = args[2:]
	}
	return args[0]
}

// fields splits what git lists with -z.
func fields(out string) []string {
	return strings.FieldsFunc(out, func(r rune) bool { return r == 0 })
}
