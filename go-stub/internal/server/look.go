package server

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/look"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// maxCommand bounds the text that is looked at for a caller.
const maxCommand = 256 << 10

// question is all that a command would touch, as far as its text shows: the
// directory that it runs in first.
func (s *Server) question(ask exec.Ask) (policy.Question, string, look.Look, error) {
	workspaceID, root, err := s.root(ask.WorkspaceID)
	if err != nil {
		return policy.Question{}, "", look.Look{}, err
	}
	requested := ask.Cwd
	if requested == "" {
		requested = root
	}
	dir, err := policy.Resolve("cwd", requested, s.cfg.Home)
	if err != nil {
		return policy.Question{}, "", look.Look{}, err
	}
	tmp := s.tmp.Dir(workspaceID)
	where := look.Where{Dir: dir, Home: s.cfg.Home, Env: func(name string) (string, bool) {
		if own, set := ask.Own[name]; set {
			return own, true
		}
		if name == "TMPDIR" {
			return tmp, tmp != ""
		}
		return exec.Inherited(name)
	}}
	var seen look.Look
	if len(ask.Argv) > 0 {
		seen = look.Argv(ask.Argv, where)
	} else {
		seen = look.At(ask.Command, where)
	}
	touches := []policy.Touch{{Path: dir, Requested: requested, Access: policy.All, Tree: true}}
	touches = append(touches, slices.DeleteFunc(seen.Touches, s.everybodys)...)
	touches = slices.DeleteFunc(touches, func(t policy.Touch) bool { return policy.Inside(tmp, t.Path) })
	return policy.Question{
		WorkspaceID: workspaceID, SessionID: ask.SessionID, Root: s.implied(workspaceID, root),
		Touches: policy.WithMade(s.widest(touches)), Unknown: seen.Unknown,
		Command: ask.Command, Key: ask.Key, Fail: ask.Fail, Allow: fromHome(ask.Allow, s.cfg.Home), Granted: ask.Granted,
	}, dir, seen, nil
}

// fromHome are patterns with "~" for what it stands for, resolved as what they
// are compared with is.
func fromHome(allow []policy.Allowed, home string) []policy.Allowed {
	list := slices.Clone(allow)
	for i := range list {
		if below, ok := strings.CutPrefix(list[i].Pattern, "~/"); ok {
			if real, err := filepath.EvalSymlinks(home); err == nil {
				list[i].Pattern = filepath.Join(real, below)
			}
		}
	}
	return list
}

// approved are the folders of what is granted outside of the workspace.
func (s *Server) approved(q policy.Question, missing *policy.Request) []string {
	folders := []string{}
	for _, t := range q.Touches {
		asked := missing != nil && slices.ContainsFunc(missing.Metadata.Touches, func(w policy.Wanted) bool { return w.Path == t.Path })
		if folder := t.FolderPattern(); !asked && !policy.Inside(q.Root, t.Path) && !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	return folders
}

// maxPatterns is what a person reads.
const maxPatterns = 8

// folded are the folders around these; secrets stay by themselves.
func folded(touches []policy.Wanted) []string {
	var patterns []string
	for _, wanted := range touches {
		t := policy.Touch(wanted)
		pattern := t.Patterns()[0]
		if !t.Secret {
			t.Path, t.Tree = filepath.Dir(t.Path), true
			pattern = t.FolderPattern()
		}
		if !slices.Contains(patterns, pattern) {
			patterns = append(patterns, pattern)
		}
	}
	return patterns
}

// everybodys is what every command may read, and nobody is asked about.
func (s *Server) everybodys(t policy.Touch) bool {
	return slices.ContainsFunc(s.baseline, func(r policy.Rule) bool {
		return r.Access.Has(t.Access) && (r.Path == t.Path || r.Tree && policy.Inside(r.Path, t.Path))
	}) && s.policy.Secret(t.Path) == ""
}

// widest leaves out what another one of them grants by the way. A secret is
// not granted by what is around it.
func (s *Server) widest(touches []policy.Touch) []policy.Touch {
	return slices.DeleteFunc(slices.Clone(touches), func(t policy.Touch) bool {
		return slices.ContainsFunc(touches, func(o policy.Touch) bool {
			return o.Tree && o.Path != t.Path && policy.Inside(o.Path, t.Path) && o.Access.Has(t.Access) && s.policy.Secret(t.Path) == ""
		})
	})
}

// CommandLook is what a command would touch that is not granted.
type CommandLook struct {
	Touches []policy.Wanted `json:"touches"`
	// Patterns are what a person is asked about, as OpenCode asks: the folders,
	// and secrets by their names.
	Patterns []string `json:"patterns"`
	// Allow is what grants it to the command, and no more.
	Allow []policy.Allowed `json:"allow"`
	// Approved are the folders outside that it touches as well, by approvals.
	Approved    []string `json:"approved"`
	Directories []string `json:"directories"`
	ParentDir   string   `json:"parentDir"` // all of it, in a line
	Warning     string   `json:"warning,omitempty"`
	Unknown     []string `json:"unknown"` // what else may be touched, in words
	Programs    []string `json:"programs"`
	Error       string   `json:"error,omitempty"` // why the text could not be read to its end
}

// commandLook answers what a command would touch that is not granted, and what
// a person would be asked. It asks nobody, and runs nothing. One that is denied
// is refused here already, before anybody is asked about it.
func (s *Server) commandLook(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Command string            `json:"command"`
		Cwd     string            `json:"cwd"`
		Env     map[string]string `json:"env"`
		Allow   []policy.Allowed  `json:"allow"`
	}
	if err := readJSON(r, &body); err != nil {
		return err
	}
	if body.Command == "" || len(body.Command) > maxCommand {
		return fault.Bad("command", "invalid_field", "command must have 1 to %d bytes.", maxCommand)
	}
	workspaceID, err := s.meantWorkspace(r)
	if err != nil {
		return err
	}
	ask := exec.Ask{WorkspaceID: workspaceID, Cwd: body.Cwd, Command: body.Command, Own: body.Env, Allow: body.Allow}
	question, _, seen, err := s.question(ask)
	if err == nil {
		err = s.undenied(ask, &seen)
	}
	if err != nil {
		return err
	}
	request, err := s.policy.Preview(question)
	if err != nil {
		return err
	}
	answer := CommandLook{
		Touches: []policy.Wanted{}, Patterns: []string{}, Allow: []policy.Allowed{}, Directories: []string{}, Approved: s.approved(question, request), Unknown: append([]string{}, seen.Unknown...),
		Programs: append([]string{}, seen.Programs...), Error: seen.Error,
	}
	if request != nil {
		about := request.Metadata
		answer.Touches, answer.Directories, answer.ParentDir, answer.Warning = about.Touches, about.Directories, about.ParentDir, about.Warning
		for _, wanted := range about.Touches {
			t := policy.Touch(wanted)
			narrow := t.Patterns()[0]
			answer.Allow = append(answer.Allow, policy.Allowed{Pattern: narrow, Access: t.Access})
			if !t.Secret {
				narrow = t.FolderPattern()
			}
			if !slices.Contains(answer.Patterns, narrow) {
				answer.Patterns = append(answer.Patterns, narrow)
			}
		}
		if len(answer.Patterns) > maxPatterns {
			answer.Patterns = folded(about.Touches)
		}
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}
