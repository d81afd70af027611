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
	if seen.Error != "" || seen.Lost {
		commands = append(pieces(ask.Command), commands...)
	}
	deny := make([]string, len(terms.Deny))
	for i, pattern := range terms.Deny {
		deny[i] = inSingleBlanks(pattern)
	}
	for _, command := range commands {
		spellings := spellingsOf(command)
		for i, pattern := range deny {
			if denies(pattern, spellings) {
				return fault.New(fault.Forbidden, "command_denied",
					"%s is not run: the pattern %q in \"deny\" of the configuration is about it. (It goes by what the text shows; what is written to get around it is not seen.)",
					shortCommand(command), terms.Deny[i]).With("pattern", terms.Deny[i]).With("command", shortCommand(command))
			}
		}
	}
	return nil
}

// pieces are what may be simple commands of a text that could not be looked at
// to its end.
func pieces(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n;&|(){}`", r) })
}

func inSingleBlanks(text string) string { return strings.Join(strings.Fields(text), " ") }

// spellingsOf are a command, and the same with the name of its program for its path.
func spellingsOf(command string) []string {
	command = inSingleBlanks(command)
	program, _, _ := strings.Cut(command, " ")
	base := filepath.Base(program)
	if base == program {
		return []string{command}
	}
	return []string{command, base + command[len(program):]}
}

// denies takes "rm *" for a bare rm as well, as OpenCode does.
func denies(pattern string, spellings []string) bool {
	bare, hasRest := strings.CutSuffix(pattern, " *")
	for _, text := range spellings {
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
