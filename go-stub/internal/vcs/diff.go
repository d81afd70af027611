package vcs

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// FileDiff is a file with its patch, in the shape of OpenCode's GET /vcs/diff.
type FileDiff struct {
	File      string `json:"file"`
	Patch     string `json:"patch"`
	Additions int    `json:"additions"`
	Deletions int    `json:"deletions"`
	Status    string `json:"status,omitempty"`
}

// WholeFile is the number of unchanged lines around a change that OpenCode
// asks for when nothing is said.
const WholeFile = 1<<31 - 1

// Diff answers what has changed since the last commit (mode "git") or since
// the branch left the default branch ("branch"), with context lines around
// changes. Beyond 10 MB patches are empty.
func (r *Repository) Diff(ctx context.Context, mode string, context int) ([]FileDiff, error) {
	since, err := r.since(ctx, mode)
	if err != nil || since == "" && mode == "branch" {
		return []FileDiff{}, err
	}
	changes, err := r.changesSince(ctx, since)
	if err != nil {
		return nil, err
	}
	counts, patches := map[string][2]int{}, []byte{}
	if since != "" {
		if counts, err = r.counts(ctx, since); err != nil {
			return nil, err
		}
		out, err := r.run(ctx, runOptions{max: maxOutput}, diffArgs("--patch", fmt.Sprintf("--unified=%d", context), since, "--", ".")...)
		if err != nil {
			return nil, err
		}
		patches = out.stdout
		if out.cut {
			patches = patches[:max(0, bytes.LastIndex(patches, []byte("\ndiff --git "))+1)]
		}
	}
	byFile, left := split(patches), maxOutput
	diffs := make([]FileDiff, 0, len(changes))
	for i := range changes {
		c := &changes[i]
		r.count(c, counts)
		patch := byFile[c.File]
		if c.untracked || since == "" {
			patch = r.newFile(c.File).patch()
		}
		if patch == "" || len(patch) > left {
			patch = emptyPatch(c.File)
		}
		left -= len(patch)
		diffs = append(diffs, FileDiff{File: c.File, Patch: strings.ToValidUTF8(patch, "\uFFFD"), Additions: c.Additions, Deletions: c.Deletions, Status: c.Status})
	}
	return diffs, nil
}

// since answers the commit that is compared with, "" for none.
func (r *Repository) since(ctx context.Context, mode string) (string, error) {
	if mode == "git" {
		head, err := r.hasHead(ctx)
		if err != nil || !head {
			return "", err
		}
		return "HEAD", nil
	}
	info, err := r.Info(ctx)
	if err != nil || info.DefaultBranch == "" || info.Branch == info.DefaultBranch {
		return "", err
	}
	root, err := r.defaultBranch(ctx)
	if err != nil {
		return "", err
	}
	return r.line(ctx, "merge-base", root.ref, "HEAD")
}

func (r *Repository) changesSince(ctx context.Context, since string) ([]Change, error) {
	changes, err := r.changes(ctx)
	if err != nil || since == "HEAD" || since == "" {
		return changes, err
	}
	fields, err := r.fields(ctx, diffArgs("--name-status", "-z", since, "--", ".")...)
	if err != nil {
		return nil, err
	}
	var all []Change
	for i := 0; i+1 < len(fields); i += 2 {
		all = append(all, Change{File: fields[i+1], Status: statusOf(fields[i])})
	}
	for _, one := range changes {
		if one.untracked {
			all = append(all, one)
		}
	}
	return all, nil
}
