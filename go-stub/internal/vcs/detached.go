package vcs

import (
	"context"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// Detached is a repository of the stub's own, whose files are those of dir: git
// is told where both are, and reads nobody's configuration but that.
func Detached(git, dir, gitDir string, limit time.Duration) *Repository {
	return &Repository{dir: dir, top: dir, git: git, limit: limit, env: []string{
		"HOME=" + gitDir, "PATH=" + os.Getenv("PATH"), "LC_ALL=C", "GIT_DIR=" + gitDir, "GIT_WORK_TREE=" + dir,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_ALLOW_PROTOCOL=none",
		"GIT_NO_LAZY_FETCH=1", "GIT_PAGER=cat", "GIT_EDITOR=false",
	}}
}

// Git runs one command; what it writes is bounded by max.
func (r *Repository) Git(ctx context.Context, stdin io.Reader, max int, args ...string) (stdout []byte, complaint string, err error) {
	out, err := r.run(ctx, runOptions{max: max, stdin: stdin}, args...)
	if err != nil {
		return nil, "", err
	}
	switch {
	case out.cut:
		complaint = "it wrote more than " + strconv.Itoa(max) + " bytes"
	case out.code != 0:
		complaint = strings.TrimSpace(out.stderr)
		if complaint == "" {
			complaint = "it exited with " + strconv.Itoa(out.code)
		}
	}
	return out.stdout, complaint, nil
}

// Between answers what differs between two trees, by name. Patches are wanted
// or not; beyond 10 MB they are empty.
func (r *Repository) Between(ctx context.Context, from, to string, patches bool) ([]FileDiff, error) {
	fields, err := r.fields(ctx, diffArgs("--name-status", "-z", from, to, "--")...)
	if err != nil {
		return nil, err
	}
	counts, byFile := map[string][2]int{}, map[string]string{}
	if patches && len(fields) > 0 {
		if counts, err = r.counts(ctx, from, to); err != nil {
			return nil, err
		}
		out, err := r.run(ctx, runOptions{max: maxOutput}, diffArgs("--patch", from, to, "--")...)
		if err != nil {
			return nil, err
		}
		if !out.cut {
			byFile = split(out.stdout)
		}
	}
	diffs := []FileDiff{}
	for i := 0; i+1 < len(fields); i += 2 {
		name := fields[i+1]
		diffs = append(diffs, FileDiff{
			File: name, Status: statusOf(fields[i]), Patch: strings.ToValidUTF8(byFile[name], "\uFFFD"),
			Additions: counts[name][0], Deletions: counts[name][1],
		})
	}
	return diffs, nil
}
