// Package look reads from a command's text what it would touch, before it
// runs. It runs nothing, and what it cannot see it names: it is there so that
// a person is asked about what is real, not to hold anybody back.
package look

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// Look is what can be seen of a command.
type Look struct {
	// Touches are by path, in the order in which the text comes to them.
	Touches []policy.Touch
	// Unknown are the parts of the text of which it cannot be said what they
	// touch, as they are written.
	Unknown []string
	// Programs are the names of what is run, each once.
	Programs []string
	// Commands are the simple commands with what is known of their words put in.
	Commands []string
	// Lost says that there was more than could be looked at.
	Lost bool
	// Error says where and why the text could not be read. What was seen until
	// then is in the rest.
	Error string
}

// Where is the place in which a command begins.
type Where struct {
	Dir  string // absolute and resolved
	Home string
	Env  func(name string) (value string, ok bool) // what the command will have
}

// At looks at a text for a shell. It answers in bounded time whatever the text
// is.
func At(text string, where Where) Look {
	w := newWalker(where)
	return w.finish(text, func() { w.text(text, newState(where.Dir)) })
}

// Argv looks at a command that no shell reads.
func Argv(argv []string, where Where) Look {
	w := newWalker(where)
	words := make([]field, len(argv))
	for i, word := range argv {
		words[i] = field{text: word, quoted: true}
	}
	return w.finish(strings.Join(argv, " "), func() { w.call(words, newState(where.Dir)) })
}

// finish answers what was seen. A text that finds a mistake in here is unknown,
// and ends nobody else's commands.
func (w *walker) finish(text string, walk func()) Look {
	func() {
		defer func() {
			if reason := recover(); reason != nil {
				w.seen.fail(fmt.Sprintf("it cannot be looked at: %v", reason))
				w.seen.notKnown(text)
			}
		}()
		walk()
	}()
	return w.seen.look()
}

// Bounds of what is looked at. Past them the rest of a text is unknown.
const (
	maxText    = 1 << 20
	maxSteps   = 200_000
	maxTouches = 2000
	maxNames   = 500
	// maxCommands bounds what is kept of simple commands, in bytes.
	maxCommands = 4 << 20
	maxUnknown  = 50
	maxShown    = 200 // of a part that is unknown, in bytes
	maxDepth    = 60
	maxValues   = 16 // of one variable, word or directory
	maxLoop     = 64
	maxGlob     = 500
	maxFrames   = 3000 // of the parser
	maxTime     = time.Second

	bytesPerStep = 100
)

func shown(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= maxShown {
		return text
	}
	return strings.ToValidUTF8(text[:maxShown], "") + "…"
}

func baseName(program string) string { return filepath.Base(program) }
