package vcs

import (
	"bytes"
	"context"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Raw is the patch of all that has changed, as OpenCode puts it together, but
// for files that are withheld.
func (r *Repository) Raw(ctx context.Context, withheld func(file string) bool) ([]byte, error) {
	changes, err := r.changes(ctx)
	if err != nil {
		return nil, err
	}
	args := append([]string{"--no-literal-pathspecs"}, diffArgs("--patch", "--unified=3", "HEAD", "--", ".")...)
	shown := changes[:0:0]
	for _, one := range changes {
		if withheld(one.File) {
			args = append(args, ":(exclude,literal)"+one.File)
		} else {
			shown = append(shown, one)
		}
	}
	head, err := r.hasHead(ctx)
	if err != nil {
		return nil, err
	}
	var all [][]byte
	if head {
		out, err := r.run(ctx, runOptions{max: maxOutput}, args...)
		if err != nil {
			return nil, err
		}
		if out.cut {
			return nil, fault.New(fault.TooLarge, "diff_too_large", "The changes in %s are a patch of more than %d bytes.", r.dir, maxOutput)
		}
		if len(out.stdout) > 0 {
			all = append(all, out.stdout)
		}
	}
	size := 0
	for _, one := range shown {
		if !one.untracked {
			continue
		}
		patch := r.newFile(one.File).patch()
		if size += len(patch); size > maxOutput {
			return nil, fault.New(fault.TooLarge, "diff_too_large", "The new files in %s are a patch of more than %d bytes.", r.dir, maxOutput)
		}
		all = append(all, []byte(patch))
	}
	return bytes.Join(all, []byte("\n")), nil
}

// Apply applies a patch to the work tree: all of it, or a Conflict.
func (r *Repository) Apply(ctx context.Context, patch string) error {
	_, err := r.apply(ctx, patch, 64<<10)
	return err
}

// PatchedBy are the files that a patch would change, make, move and copy, and
// those that they would be moved and copied from.
func (r *Repository) PatchedBy(ctx context.Context, patch string) ([]string, error) {
	var files []string
	for _, way := range [][]string{{"--numstat", "-z"}, {"--numstat", "-z", "--reverse"}} {
		out, err := r.apply(ctx, patch, maxOutput, way...)
		if err != nil {
			return nil, err
		}
		for line := range strings.SplitSeq(out, "\x00") {
			if parts := strings.SplitN(line, "\t", 3); len(parts) == 3 {
				files = append(files, parts[2])
			}
		}
	}
	return files, nil
}

func (r *Repository) apply(ctx context.Context, patch string, bound int, options ...string) (string, error) {
	out, err := r.run(ctx, runOptions{max: bound, stdin: strings.NewReader(patch)}, append(append([]string{"apply"}, options...), "-")...)
	if err != nil {
		return "", err
	}
	if out.code != 0 || out.cut {
		return "", fault.New(fault.PatchRefused, "not-clean", "Patch can't be applied: %s", strings.TrimSpace(out.stderr)).With("reason", "not-clean")
	}
	return string(out.stdout), nil
}
