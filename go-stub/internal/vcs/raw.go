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
	out, err := r.run(ctx, runOptions{max: 64 << 10, stdin: strings.NewReader(patch)}, "apply", "-")
	if err != nil {
		return err
	}
	if out.code != 0 {
		return fault.New(fault.PatchRefused, "not-clean", "Patch can't be applied: %s", strings.TrimSpace(out.stderr)).With("reason", "not-clean")
	}
	return nil
}
