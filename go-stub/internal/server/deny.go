package server

import (
	"path/filepath"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/look"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// undenied refuses a command that its terms deny by a pattern.
func (s *Server) undenied(ask exec.Ask, seen *look.Look) error {
	terms, err := s.termsIn(ask.WorkspaceID, ask.Terms)
	if err != nil || len(terms.Deny) == 0 {
		return err
	}
	commands := seen.Commands
	if seen.Error != "" {
		commands = append([]string{ask.Command}, commands...)
	}
	for _, command := range commands {
		for _, pattern := range terms.Deny {
			if denies(pattern, command) {
				return fault.New(fault.Forbidden, "command_denied",
					"%s is not run: the pattern %q in \"deny\" of the configuration is about it. (It goes by what the text shows; what is written to get around it is not seen.)",
					shortCommand(command), pattern).With("pattern", pattern).With("command", shortCommand(command))
			}
		}
	}
	return nil
}

// denies takes a program by its path for the program, and "rm *" for a bare
// rm as well, as OpenCode does.
func denies(pattern, command string) bool {
	pattern = strings.Join(strings.Fields(pattern), " ")
	bare, hasRest := strings.CutSuffix(pattern, " *")
	program, rest, _ := strings.Cut(strings.Join(strings.Fields(command), " "), " ")
	for _, name := range []string{program, filepath.Base(program)} {
		text := strings.TrimSuffix(name+" "+rest, " ")
		if policy.Matches(pattern, text) || hasRest && policy.Matches(bare, text) {
			return true
		}
	}
	return false
}

const maxShownCommand = 200

func shortCommand(command string) string {
	if len(command) <= maxShownCommand {
		return command
	}
	return strings.ToValidUTF8(command[:maxShownCommand], "") + "…"
}
