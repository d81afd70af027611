package look

import (
	"slices"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// seen collects a Look.
type seen struct {
	touches  []policy.Touch
	at       map[string]int // into touches, by path
	unknown  []string
	programs []string
	commands []string
	have     map[string]struct{} // of commands
	room     int                 // for more of them, in bytes
	err      string
	lost     bool // there was more than is kept
}

func newSeen() *seen {
	return &seen{at: map[string]int{}, have: map[string]struct{}{}, room: maxCommands}
}

// touch joins what is done with one path.
func (s *seen) touch(t policy.Touch) {
	if i, ok := s.at[t.Path]; ok {
		s.touches[i].Access |= t.Access
		s.touches[i].Tree = s.touches[i].Tree || t.Tree
		return
	}
	if len(s.touches) >= maxTouches {
		s.lost = true
		return
	}
	s.at[t.Path] = len(s.touches)
	s.touches = append(s.touches, t)
}

func (s *seen) notKnown(text string) {
	text = shown(text)
	switch {
	case text == "" || slices.Contains(s.unknown, text):
	case len(s.unknown) >= maxUnknown:
		s.lost = true
	default:
		s.unknown = append(s.unknown, text)
	}
}

// command notes one simple command.
func (s *seen) command(words []field) {
	if base := baseName(words[0].text); !words[0].hole && base != "." && !slices.Contains(s.programs, base) && len(s.programs) < maxNames {
		s.programs = append(s.programs, base)
	}
	size := 0
	for _, word := range words {
		size += 1 + len(word.text)
	}
	if size > s.room {
		s.lost = true
		return
	}
	text := joined(words)
	if _, ok := s.have[text]; !ok {
		s.have[text] = struct{}{}
		s.commands, s.room = append(s.commands, text), s.room-size
	}
}

func (s *seen) fail(why string) {
	if s.err == "" {
		s.err = why
	}
}

func (s *seen) look() Look {
	if s.lost {
		s.unknown = append(s.unknown, "the rest of it: there is too much")
	}
	return Look{Touches: s.touches, Unknown: s.unknown, Programs: s.programs, Commands: s.commands, Lost: s.lost, Error: s.err}
}
