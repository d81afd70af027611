package vcs

import (
	"context"
	"slices"
	"strings"
)

// Info is OpenCode's GET /vcs.
type Info struct {
	Branch        string `json:"branch,omitempty"`
	DefaultBranch string `json:"default_branch,omitempty"`
}

// Info answers the names of the branches; without a commit, or on none, there
// may be none.
func (r *Repository) Info(ctx context.Context) (Info, error) {
	branch, err := r.line(ctx, "symbolic-ref", "--quiet", "--short", "HEAD")
	if err != nil {
		return Info{}, err
	}
	root, err := r.defaultBranch(ctx)
	return Info{Branch: branch, DefaultBranch: root.name}, err
}

type branch struct{ name, ref string }

// defaultBranch guesses as OpenCode does.
func (r *Repository) defaultBranch(ctx context.Context) (branch, error) {
	remote, err := r.remote(ctx)
	if err != nil {
		return branch{}, err
	}
	if remote != "" {
		head, err := r.line(ctx, "symbolic-ref", "--quiet", "refs/remotes/"+remote+"/HEAD")
		if err != nil {
			return branch{}, err
		}
		if name, ok := strings.CutPrefix(head, "refs/remotes/"+remote+"/"); ok && name != "" {
			return branch{name: name, ref: remote + "/" + name}, nil
		}
	}
	heads, err := r.list(ctx, "for-each-ref", "--format=%(refname:short)", "refs/heads")
	if err != nil {
		return branch{}, err
	}
	configured, err := r.line(ctx, "config", "init.defaultBranch")
	if err != nil {
		return branch{}, err
	}
	for _, name := range []string{configured, "main", "master"} {
		if name != "" && slices.Contains(heads, name) {
			return branch{name: name, ref: name}, nil
		}
	}
	return branch{}, nil
}

func (r *Repository) remote(ctx context.Context) (string, error) {
	remotes, err := r.list(ctx, "remote")
	switch {
	case err != nil || len(remotes) == 0:
		return "", err
	case slices.Contains(remotes, "origin"):
		return "origin", nil
	case len(remotes) > 1 && slices.Contains(remotes, "upstream"):
		return "upstream", nil
	}
	return remotes[0], nil
}

func (r *Repository) list(ctx context.Context, args ...string) ([]string, error) {
	out, err := r.run(ctx, runOptions{max: 1 << 20}, args...)
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(out.stdout)), nil
}

func (r *Repository) hasHead(ctx context.Context) (bool, error) {
	head, err := r.line(ctx, "rev-parse", "--verify", "--quiet", "HEAD")
	return head != "", err
}
