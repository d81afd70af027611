package vcs

import (
	"context"
	"sort"
	"strconv"
	"strings"
)

// Change is a file that is not as in the last commit, in the shape of
// OpenCode's GET /vcs/status. File is relative to the work tree's top.
type Change struct {
	File      string `json:"file"`
	Additions int    `json:"additions"`
	Deletions int    `json:"deletions"`
	Status    string `json:"status"` // "added", "deleted" or "modified"

	untracked bool
}

// Status answers what has changed below the directory, by name.
func (r *Repository) Status(ctx context.Context) ([]Change, error) {
	changes, err := r.changes(ctx)
	if err != nil {
		return nil, err
	}
	head, err := r.hasHead(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[string][2]int{}
	if head {
		if counts, err = r.counts(ctx, "HEAD"); err != nil {
			return nil, err
		}
	}
	for i := range changes {
		r.count(&changes[i], counts)
	}
	return changes, nil
}

func (r *Repository) changes(ctx context.Context) ([]Change, error) {
	fields, err := r.fields(ctx, "status", "--porcelain=v1", "--untracked-files=all", "--ignore-submodules=dirty", "--no-renames", "-z", "--", ".")
	if err != nil {
		return nil, err
	}
	changes := make([]Change, 0, len(fields))
	for _, field := range fields {
		if len(field) > 3 {
			changes = append(changes, Change{File: field[3:], Status: statusOf(field[:2]), untracked: field[:2] == "??"})
		}
	}
	sort.Slice(changes, func(i, j int) bool { return changes[i].File < changes[j].File })
	return changes, nil
}

// statusOf reads the two letters of git's status, or the one of its diff.
func statusOf(code string) string {
	has := func(letter string) bool { return strings.Contains(code, letter) }
	switch {
	case code == "??":
		return "added"
	case has("U"):
		return "modified"
	case has("A") && !has("D"):
		return "added"
	case has("D") && !has("A"):
		return "deleted"
	}
	return "modified"
}

var diffOptions = []string{"--no-ext-diff", "--no-textconv", "--no-renames", "--ignore-submodules=dirty", "--no-color"}

func diffArgs(args ...string) []string {
	return append(append([]string{"diff"}, diffOptions...), args...)
}

// counts answers the lines that were added and removed in each file.
func (r *Repository) counts(ctx context.Context, since ...string) (map[string][2]int, error) {
	fields, err := r.fields(ctx, diffArgs(append(append([]string{"--numstat", "-z"}, since...), "--", ".")...)...)
	if err != nil {
		return nil, err
	}
	counts := make(map[string][2]int, len(fields))
	for _, field := range fields {
		parts := strings.SplitN(field, "\t", 3)
		if len(parts) == 3 {
			added, _ := strconv.Atoi(parts[0]) // "-" of a binary file is 0
			removed, _ := strconv.Atoi(parts[1])
			counts[parts[2]] = [2]int{added, removed}
		}
	}
	return counts, nil
}

// count is of git where git knows the file, and of the file else.
func (r *Repository) count(c *Change, counts map[string][2]int) {
	if known, ok := counts[c.File]; ok {
		c.Additions, c.Deletions = known[0], known[1]
	} else if c.Status == "added" {
		c.Additions = r.newFile(c.File).lines()
	}
}
