package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/gc"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

func collectGarbage(_ context.Context, args []string, sys system) int {
	set := flags("gc")
	root := rootFlag(set)
	dryRun := set.Bool("dry-run", false, "")
	keep := set.String("keep", "", "")
	asJSON := set.Bool("json", false, "")
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	kept, bad := hashes(*keep)
	if bad != "" {
		return usage(sys.stderr, fmt.Sprintf("gc: --keep: %q is not the first 12 hex digits of a SHA-256", bad))
	}
	report, err := collect(*root, kept, *dryRun, sys)
	if err != nil {
		return failQuietly(sys, err)
	}
	if *asJSON {
		_ = json.NewEncoder(sys.stdout).Encode(report)
	} else {
		tellCollected(sys.stdout, report)
	}
	return 0
}

func collect(root string, keep []string, dryRun bool, sys system) (gc.Report, error) {
	files, err := find(root, sys)
	if err != nil {
		return gc.Report{}, err
	}
	sum, err := version.SHA256()
	if err != nil {
		return gc.Report{}, err
	}
	return gc.Collect(gc.Options{Files: files, SHA256: sum, Keep: keep, DryRun: dryRun, Now: time.Now()})
}

// hashes reads a list with commas; whole hashes are shortened.
func hashes(list string) (begins []string, bad string) {
	for _, one := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' }) {
		if len(one) < 12 || strings.Trim(one, "0123456789abcdef") != "" {
			return nil, one
		}
		begins = append(begins, one[:12])
	}
	return begins, ""
}

func tellCollected(w io.Writer, report gc.Report) {
	done := "removed"
	if report.DryRun {
		done = "would remove"
	}
	for _, one := range report.Removed {
		_, _ = fmt.Fprintf(w, "%s %q (%d bytes): %s\n", done, one.Path, one.Bytes, one.Why)
	}
	for _, one := range report.Kept {
		_, _ = fmt.Fprintf(w, "kept %q: %s\n", one.Path, one.Why)
	}
	_, _ = fmt.Fprintf(w, "%s %d bytes\n", done, report.FreedBytes)
}
