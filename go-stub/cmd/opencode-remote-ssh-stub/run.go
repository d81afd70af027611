package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// system is what a command may use of the process it runs in.
type system struct {
	getenv func(string) string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// Exit codes beside 0.
const (
	exitFailed     = 1
	exitUsage      = 2
	exitNotRunning = 3
)

type command struct {
	synopsis string
	about    string
	run      func(ctx context.Context, args []string, sys system) int
}

// commands is filled by a function because usage reads it.
func commands() map[string]command {
	return map[string]command{
		"serve":   {"[--root DIR] [--idle-timeout D]", "serve in the foreground", serve},
		"launch":  {"[--root DIR] [--idle-timeout D] [--with-token] [--timeout D]", "find the running stub or start one, and print how to reach it", launch},
		"install": {"--name NAME --sha256 HEX [--launch LAUNCH-FLAGS…]", "put this uploaded file where it belongs", installSelf},
		"connect": {"[--root DIR] [--timeout D]", "join stdin and stdout to the running stub", connect},
		"status":  {"[--root DIR] [--with-token] [--json]", "say whether a stub runs (exit code 3: it does not)", status},
		"stop":    {"[--root DIR] [--timeout D] [--json]", "end the running stub", stop},
		"rotate":  {"[--root DIR] [--timeout D] [--with-token] [--json]", "make another token: the old one is refused, what runs goes on", rotate},
		"gc":      {"[--root DIR] [--dry-run] [--keep SHA12,…] [--json]", "remove old versions and what dead stubs, workspaces and hosts left", collectGarbage},
		"version": {"[--json]", "say which build this is", printVersion},
	}
}

func run(ctx context.Context, args []string, sys system) int {
	if len(args) == 0 {
		return usage(sys.stderr, "a command is missing")
	}
	name := args[0]
	if slices.Contains([]string{"help", "-h", "-help", "--help"}, name) {
		_ = usage(sys.stdout, "")
		return 0
	}
	cmd, ok := commands()[name]
	if !ok {
		return usage(sys.stderr, fmt.Sprintf("unknown command %q", name))
	}
	return cmd.run(ctx, args[1:], sys)
}

func usage(w io.Writer, problem string) int {
	if problem != "" {
		_, _ = fmt.Fprintf(w, "opencode-remote-ssh-stub: %s\n", problem)
	}
	_, _ = fmt.Fprintln(w, "usage: opencode-remote-ssh-stub COMMAND [FLAGS]")
	all := commands()
	for _, name := range []string{"launch", "status", "stop", "connect", "serve", "install", "rotate", "gc", "version"} {
		_, _ = fmt.Fprintf(w, "  %s %s\n        %s\n", name, all[name].synopsis, all[name].about)
	}
	return exitUsage
}

// flags is a command's flag set.
func flags(name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	return set
}

// parse answers an exit code when the command must not go on.
func parse(set *flag.FlagSet, args []string, sys system) (code int, ok bool) {
	err := set.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		_ = usage(sys.stdout, "")
		return 0, false
	}
	if err != nil {
		return usage(sys.stderr, set.Name()+": "+err.Error()), false
	}
	if set.NArg() > 0 {
		return usage(sys.stderr, fmt.Sprintf("%s: unexpected %q", set.Name(), strings.Join(set.Args(), " "))), false
	}
	return 0, true
}
