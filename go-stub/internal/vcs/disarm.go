package vcs

import (
	"context"
	"fmt"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// settings are OpenCode's, and those without which git runs what a
// repository's configuration names.
var settings = []string{
	"--no-pager", "--no-optional-locks", "--literal-pathspecs",
	"-c", "core.autocrlf=false", "-c", "core.quotepath=false", "-c", "core.symlinks=true",
	"-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.sshCommand=false", "-c", "core.askPass=", "-c", "core.editor=false",
	"-c", "credential.helper=", "-c", "protocol.allow=never", "-c", "log.showSignature=false", "-c", "diff.external=",
	"-c", "diff.ignoreSubmodules=dirty", "-c", "submodule.recurse=false", "-c", "status.submoduleSummary=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
	"-c", "color.ui=false", "-c", "diff.noprefix=false", "-c", "diff.mnemonicPrefix=false", "-c", "diff.relative=false", "-c", "diff.orderFile=/dev/null",
	"-c", "diff.srcPrefix=a/", "-c", "diff.dstPrefix=b/",
}

// disarm turns the filters off that the repository itself brings: git runs
// them for a status. Those of the user and of the host stay.
func (r *Repository) disarm(ctx context.Context) error {
	out, err := r.run(ctx, runOptions{max: 1 << 20}, "config", "--show-scope", "-z", "--get-regexp", `^filter\..*\.(clean|smudge|process)$`)
	if err != nil {
		return err
	}
	fields := strings.Split(string(out.stdout), "\x00")
	count := 0
	for i := 0; i+1 < len(fields); i += 2 {
		key, _, _ := strings.Cut(fields[i+1], "\n")
		if fields[i] == "system" || fields[i] == "global" {
			continue
		}
		if strings.ContainsAny(key, "=\n") {
			return fault.New(fault.Forbidden, "vcs_unsafe",
				"The repository %s names a filter %q, which could run a program. Rename it in .git/config.", r.top, key)
		}
		name := key[:strings.LastIndexByte(key, '.')]
		for _, setting := range []string{key, name + ".clean", name + ".smudge", name + ".process", name + ".required"} {
			r.env = append(r.env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", count, setting), fmt.Sprintf("GIT_CONFIG_VALUE_%d=", count))
			r.off = append(r.off, "-c", setting+"=")
			count++
		}
	}
	r.env = append(r.env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", count))
	return nil
}
