package exec

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
)

// Bounds of a request.
const (
	DefaultKeep  = 8 << 20
	MaxKeep      = 64 << 20
	minBlockKeep = 64 << 10
	maxStdinData = 512 << 10
	MaxKey       = 128
	maxTimeoutMs = 30 * 24 * 60 * 60 * 1000
)

// Spec is a request to run a command: the body of POST /stub/v1/exec.
type Spec struct {
	Key         string            `json:"key,omitempty"`
	Argv        []string          `json:"argv,omitempty"`
	Command     string            `json:"command,omitempty"`
	Shell       string            `json:"shell,omitempty"`
	Cwd         string            `json:"cwd,omitempty"`
	Env         map[string]string `json:"env,omitempty"`
	Stdin       string            `json:"stdin,omitempty"`
	StdinData   []byte            `json:"stdinData,omitempty"`
	TimeoutMs   int64             `json:"timeoutMs,omitempty"`
	Streams     string            `json:"streams,omitempty"`
	KeepBytes   int64             `json:"keepBytes,omitempty"`
	OnFull      string            `json:"onFull,omitempty"`
	WorkspaceID string            `json:"workspaceID,omitempty"`
	SessionID   string            `json:"sessionID,omitempty"`
	OnDenied    string            `json:"onDenied,omitempty"`
	Allow       []policy.Allowed  `json:"allow,omitempty"`
	SaveOutput  bool              `json:"saveOutput,omitempty"`
	sandbox.Terms
	LeaseID string `json:"-"` // of the request that asks
}

// Check answers a *fault.Error that names the field to blame, or nil.
func (s *Spec) Check() error {
	switch {
	case len(s.Key) > MaxKey:
		return fault.Bad("key", "invalid_field", "key is longer than %d characters.", MaxKey)
	case (len(s.Argv) == 0) == (s.Command == ""):
		return fault.Bad("argv", "invalid_field", "Give exactly one of argv and command.")
	case len(s.Argv) > 0 && s.Argv[0] == "":
		return fault.Bad("argv", "invalid_field", "argv[0] is empty; it names the program.")
	case len(s.Argv) > 0 && s.Shell != "":
		return fault.Bad("shell", "invalid_field", "shell belongs to command; argv is run without one.")
	case hasNUL(s.Argv...):
		return fault.Bad("argv", "invalid_field", "argv contains a NUL byte.")
	case hasNUL(s.Command):
		return fault.Bad("command", "invalid_field", "command contains a NUL byte.")
	case hasNUL(s.Shell):
		return fault.Bad("shell", "invalid_field", "shell contains a NUL byte.")
	case hasNUL(s.Cwd):
		return fault.Bad("cwd", "invalid_field", "cwd contains a NUL byte.")
	case len(s.StdinData) > maxStdinData:
		return fault.Bad("stdinData", "invalid_field", "stdinData is larger than %d bytes; stream it to …/stdin.", maxStdinData)
	case len(s.StdinData) > 0 && s.Stdin == "none":
		return fault.Bad("stdin", "invalid_field", `stdinData needs stdin "pipe".`)
	case s.TimeoutMs < 0 || s.TimeoutMs > maxTimeoutMs:
		return fault.Bad("timeoutMs", "invalid_field", "timeoutMs must be between 0 (none) and %d.", int64(maxTimeoutMs))
	case s.KeepBytes < 0 || s.KeepBytes > MaxKeep:
		return fault.Bad("keepBytes", "invalid_field", "keepBytes must be between 0 (default) and %d.", MaxKeep)
	}
	if err := s.checkChoices(); err != nil {
		return err
	}
	if err := s.Terms.Check(); err != nil {
		return err
	}
	return checkEnv(s.Env)
}

func (s *Spec) checkChoices() error {
	choices := []struct{ field, value, a, b string }{
		{"stdin", s.Stdin, "none", "pipe"},
		{"streams", s.Streams, "separate", "merged"},
		{"onFull", s.OnFull, "cut", "block"},
		{"onDenied", s.OnDenied, "wait", "fail"},
	}
	for _, c := range choices {
		if c.value != "" && c.value != c.a && c.value != c.b {
			return fault.Bad(c.field, "invalid_field", "%s must be %q or %q.", c.field, c.a, c.b)
		}
	}
	return nil
}

func checkEnv(env map[string]string) error {
	for name, value := range env {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == '=' || r == 0x7f }) {
			return fault.Bad("env", "invalid_field", "%q is not a name of an environment variable.", name)
		}
		if hasNUL(value) {
			return fault.Bad("env", "invalid_field", "The value of %s contains a NUL byte.", name)
		}
	}
	return nil
}

func hasNUL(texts ...string) bool {
	for _, t := range texts {
		if strings.IndexByte(t, 0) >= 0 {
			return true
		}
	}
	return false
}

func (s *Spec) wantsStdin() bool { return s.Stdin == "pipe" || len(s.StdinData) > 0 }

func (s *Spec) keep() int64 {
	keep := s.KeepBytes
	if keep == 0 {
		keep = DefaultKeep
	}
	if s.OnFull == "block" {
		keep = max(keep, minBlockKeep)
	}
	return keep
}

// fingerprint tells two requests with one key apart.
func (s Spec) fingerprint() string {
	s.Key = ""
	data, _ := json.Marshal(s) // a Spec has nothing that cannot be encoded
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// text is the command as a person would recognise it.
func (s *Spec) text() string {
	if s.Command != "" {
		return s.Command
	}
	return strings.Join(s.Argv, " ")
}
