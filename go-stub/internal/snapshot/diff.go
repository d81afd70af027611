package snapshot

import (
	"context"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/vcs"
)

// Diff answers what differs between two snapshots.
func (s *Store) Diff(ctx context.Context, p Place, from, to string, patches bool) ([]vcs.FileDiff, error) {
	r, leave, err := s.enter(ctx, p)
	if err != nil {
		return nil, err
	}
	defer leave()
	for field, tree := range map[string]string{"from": from, "to": to} {
		if err := r.has(ctx, field, tree); err != nil {
			return nil, err
		}
	}
	return r.Between(ctx, from, to, patches)
}

// has demands that a tree is kept.
func (r *repository) has(ctx context.Context, field, tree string) error {
	if len(tree) != 40 || strings.Trim(tree, "0123456789abcdef") != "" {
		return fault.Bad(field, "invalid_field", "%s must be the name of a tree, 40 hexadecimal digits.", field)
	}
	_, complaint, err := r.Git(ctx, nil, maxList, "cat-file", "-e", tree+"^{tree}")
	if err == nil && complaint != "" {
		err = fault.New(fault.NotFound, "tree_not_found", "What the files were at %s is not kept any more.", tree).With("tree", tree)
	}
	return err
}
